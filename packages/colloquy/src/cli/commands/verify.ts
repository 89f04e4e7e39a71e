import { Option } from "commander";
import { optionsOf } from "../../config/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary } from "../library.ts";
import { runWithReporter, reportInterruption } from "../run-with-reporter.ts";
import { libraryOptions } from "../library-options.ts";
import { renderVerification } from "../views/verification.ts";

export const verifyCommand: CommandDefinition = {
  name: "verify",
  summary: "check the ledger, and compare graph and vectors with it",
  description:
    "Checks the file of the ledger, the checksums of its rows and the resolved data, then compares every row of graph and vectors with the ledger. It reports damaged, missing, changed, extra and doubled rows. --repair repairs them without calling a model; damaged replies are set aside, and the next ingest requests them again. The exit code is 0 if all rows are equal at the end, and 1 if not.",
  own: [new Option("--repair", "repair the ledger, write missing and changed rows, and remove extra rows")],
  examples: ["colloquy verify --workspace talks", "colloquy verify --workspace talks --repair"],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, output, interruption } = invocation;
    const { verify } = await loadLibrary();
    const repair = own.repair === true;
    const result = await runWithReporter(invocation, (observer) =>
      verify({ ...libraryOptions(invocation, optionsOf("verify")), ...observer, repair }),
    );
    if (result === null) return reportInterruption(invocation);
    if (options.json) await output.write(jsonLine(result));
    else if (!options.quiet) await output.write(renderVerification(result, repair, output));
    return interruption.exitCode ?? (result.ok ? 0 : 1);
  },
};
