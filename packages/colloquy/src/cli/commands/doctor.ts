import type { CommandDefinition, RawCall } from "../command-definition.ts";
import { diagnose } from "../diagnosis/index.ts";
import { renderDiagnosis } from "../views/diagnosis.ts";
import { FOLDER_ARGUMENT } from "../ingest-options.ts";
import { jsonLine } from "../json-line.ts";

export const doctorCommand: CommandDefinition = {
  name: "doctor",
  summary: "check the installation, the configuration and the servers",
  description:
    "Checks Node, the folders and their disk, the embedded stores, the configuration, the connections to models and servers, the prices of the models, and the receivers of traces. It calls no model.",
  ...FOLDER_ARGUMENT,
  examples: ["colloquy doctor", "colloquy doctor ./transcripts --json"],
  needsConfiguration: false,
  run: async (call: RawCall) => {
    const findings = await diagnose(call);
    const faults = findings.filter((finding) => finding.state === "fault");
    if (call.flags.json === true) await call.output.write(jsonLine({ ok: faults.length === 0, findings }));
    else if (call.flags.quiet !== true || faults.length > 0)
      await call.output.write(renderDiagnosis(findings, call.output));
    return faults.length === 0 ? 0 : 1;
  },
};
