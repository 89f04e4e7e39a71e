import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CONFIGURATION_TEMPLATE, DEFAULT_CONFIGURATION_FILE } from "../../config/index.ts";
import { ColloquyError, describeSystemError, printable, systemErrorCode } from "../../model/index.ts";
import type { CommandDefinition, RawCall } from "../command-definition.ts";

export const initCommand: CommandDefinition = {
  name: "init",
  summary: "write a configuration file with comments",
  description: `Writes ${DEFAULT_CONFIGURATION_FILE} into this folder, with all options, their defaults and explanations. An existing file is not changed.`,
  examples: ["colloquy init", "colloquy init --config settings/talks.yaml"],
  needsConfiguration: false,
  run: async (call) => {
    const path = call.configurationFile ?? DEFAULT_CONFIGURATION_FILE;
    writeNew(path, call);
    if (call.flags.quiet !== true) {
      await call.output.write(`Wrote ${printable(path)}. Set transcripts-dir in it, then run \`colloquy ingest\`.\n`);
    }
    return 0;
  },
};

function writeNew(path: string, call: RawCall): void {
  try {
    writeFileSync(resolve(call.cwd, path), CONFIGURATION_TEMPLATE, { flag: "wx" });
  } catch (error) {
    const message =
      systemErrorCode(error) === "EEXIST"
        ? `${path} already exists and is not changed; remove it first, or name another file with --config.`
        : `${path} cannot be written (${describeSystemError(error)}); name another file with --config.`;
    throw new ColloquyError("invalid-input", message, { cause: error });
  }
}
