import { Option } from "commander";
import { optionsOf } from "../../config/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { REBUILT_STORES, type RebuiltStore } from "../../stores/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary } from "../library.ts";
import { runWithReporter, reportInterruption } from "../run-with-reporter.ts";
import { libraryOptions } from "../library-options.ts";
import { renderProjection } from "../views/projection.ts";

export const projectCommand: CommandDefinition = {
  name: "project",
  summary: "write graph and vectors from the ledger to a store, without a model",
  description:
    "Brings the stores of a workspace up to date with its ledger, without calling a model. With --to, the rows of this workspace are removed from a store and written again: after a loss of data, or when you move to a server or back.",
  own: [
    new Option(
      "--to <store>",
      `store to fill again: ${REBUILT_STORES.join(", ")} (both files); may be repeated`,
    ).argParser(toStores),
  ],
  examples: [
    "colloquy project --workspace talks",
    "colloquy project --workspace talks --to neo4j --to qdrant",
    "colloquy project --to embedded",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, output, interruption } = invocation;
    const { project } = await loadLibrary();
    const to = own.to as readonly RebuiltStore[] | undefined;
    const result = await runWithReporter(invocation, (observer) =>
      project({
        ...libraryOptions(invocation, optionsOf("project")),
        ...observer,
        ...(to === undefined ? {} : { to }),
      }),
    );
    if (result === null) return reportInterruption(invocation);
    if (options.json) await output.write(jsonLine(result));
    else if (!options.quiet) await output.write(renderProjection(result, output));
    return interruption.exitCode ?? 0;
  },
};

function toStores(text: string, previous: unknown): readonly RebuiltStore[] {
  const store = REBUILT_STORES.find((each) => each === text);
  if (store === undefined)
    throw new ColloquyError("invalid-input", `--to is '${text}', but must be one of ${REBUILT_STORES.join(", ")}.`);
  return [...(Array.isArray(previous) ? (previous as readonly RebuiltStore[]) : []), store];
}
