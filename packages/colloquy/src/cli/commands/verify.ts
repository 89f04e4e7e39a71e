import { Option } from "commander";
import type { CommandDefinition } from "../command-definition.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary } from "../library.ts";
import { runWithReporter, tellInterruption } from "../run-with-reporter.ts";
import { STORED_WORKSPACE_OPTIONS, storedWorkspaceOptions } from "../stored-workspace-options.ts";
import { renderVerification } from "../views/verification.ts";

export const verifyCommand: CommandDefinition = {
  name: "verify",
  summary: "check the ledger, compare graph and vectors with it, and mend them",
  description:
    "Checks the ledger's file, the checksums of its rows and what was concluded from them, then compares every row of graph and vectors with it, and says what is damaged, missing, changed, extra or doubled. With --repair it is mended, without asking a model; answers that are damaged are set aside, and the next ingest asks for them again. Exit code 0 when all is equal, in the end, and 1 when not.",
  configured: [...STORED_WORKSPACE_OPTIONS, "json", "quiet", "verbose"],
  own: [new Option("--repair", "mend the ledger, write what is missing or changed, and remove what it does not have")],
  examples: ["colloquy verify --workspace talks", "colloquy verify --workspace talks --repair"],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, output, interruption } = invocation;
    const { verify } = await loadLibrary();
    const repair = own.repair === true;
    const result = await runWithReporter(invocation, (hearing) =>
      verify({ ...storedWorkspaceOptions(invocation), ...hearing, repair }),
    );
    if (result === null) return tellInterruption(invocation);
    if (options.json) await output.write(jsonLine(result));
    else if (!options.quiet) await output.write(renderVerification(result, repair, output));
    return interruption.exitCode ?? (result.ok ? 0 : 1);
  },
};
