import { ColloquyError, printable } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary } from "../library.ts";

export const parseCommand: CommandDefinition = {
  name: "parse",
  summary: "show how files are read: one line of JSON per turn",
  arguments: "<files...>",
  argumentsHelp: "transcript files",
  description:
    "Prints one line of JSON for each turn of each file: file, turn, speaker, times in milliseconds, offsets and text. It writes no files.",
  examples: ["colloquy parse interview.vtt", "colloquy parse talks/*.srt | head -3"],
  needsConfiguration: true,
  run: async ({ words, options, output, messages }) => {
    const { parseFiles } = await loadLibrary();
    const skipped: string[] = [];
    const notes: string[] = [];
    for await (const parsed of parseFiles(words)) {
      if (output.closed) break;
      if ("skipped" in parsed) skipped.push(`${parsed.file}: ${parsed.skipped}`);
      else {
        await output.write(parsed.turns.map(jsonLine).join(""));
        notes.push(...parsed.notes.map((note) => `${parsed.file}: ${note}`));
      }
    }
    if (skipped.length === words.length) {
      throw new ColloquyError("invalid-input", `Nothing could be read (${skipped.join("; ")}); name other files.`);
    }
    if (options.quiet) return 0;
    for (const note of notes) await messages.write(`note: ${printable(note)}\n`);
    for (const file of skipped) await messages.write(`skipped ${printable(file)}\n`);
    return 0;
  },
};
