import type { CommandDefinition } from "../command-definition.ts";
import { loadLibrary } from "../library.ts";
import { renderDeadLetters } from "../views/dead-letters.ts";
import { renderStatus } from "../views/status.ts";
import { jsonLine } from "../json-line.ts";

export const statusCommand: CommandDefinition = {
  name: "status",
  summary: "show the contents of a workspace and its pending work",
  description:
    "Prints the number of transcripts, chunks, entities, relations, quotes and vectors of a workspace, the skipped files, and the digest.",
  examples: ["colloquy status --workspace talks", "colloquy status --json"],
  needsConfiguration: true,
  run: async ({ options, output }) => {
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, { dataDir: options.dataDir });
    const status = await workspace.status();
    if (options.json) await output.write(jsonLine(status));
    else {
      const reasons = options.verbose ? await workspace.deadLetters() : [];
      await output.write(renderStatus(status, options.verbose, output) + renderDeadLetters(reasons, true, output));
    }
    return 0;
  },
};
