import { resolve } from "node:path";
import { Option } from "commander";
import { ColloquyError, printable } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { type ExportFormat, loadLibrary } from "../library.ts";
import { escapeControls } from "../json-line.ts";
import type { Output } from "../output.ts";
import { leadsToDescriptor, writeResultFile } from "../result-file.ts";
import { readingOptions } from "../reading-options.ts";

const FORMATS: readonly ExportFormat[] = ["jsonl", "graphml", "canonical", "html"];

export const exportCommand: CommandDefinition = {
  name: "export",
  summary: "write a workspace to a file for other tools",
  description:
    "Writes the whole workspace: jsonl (one row per line), graphml (for Gephi, yEd, networkx), canonical (the input of the digest), or html (a page with a picture of the graph).",
  own: [
    new Option("--format <format>", "jsonl, graphml, canonical or html").choices(FORMATS).default("jsonl"),
    new Option("--output <file>", "write to this file instead of stdout"),
  ],
  examples: [
    "colloquy export --format graphml --output talks.graphml --workspace talks",
    'colloquy export --format jsonl | grep \'"kind":"quote"\'',
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, cwd, output, messages } = invocation;
    const file = own.output as string | undefined;
    if (file === "") throw new ColloquyError("invalid-input", "--output is empty, but must be a file.");
    const { open, requireOutsideWorkspace } = await loadLibrary();
    await using workspace = await open(options.workspace, readingOptions(invocation));
    if (file !== undefined) requireOutsideWorkspace(resolve(cwd, file), file, options);
    const rows = workspace.exportRows(own.format as ExportFormat);
    if (file === undefined) await writeAll(rows, output);
    else if (await leadsToDescriptor(resolve(cwd, file), 1)) await writeAll(rows, output);
    else if (await leadsToDescriptor(resolve(cwd, file), 2)) await writeAll(rows, messages);
    else {
      await writeResultFile(rows, resolve(cwd, file), file);
      if (!options.quiet) await messages.write(`Wrote ${printable(file)}.\n`);
    }
    return 0;
  },
};

async function writeAll(rows: AsyncIterable<string>, output: Output): Promise<void> {
  for await (const text of rows) {
    if (output.closed) return;
    await output.write(output.isTerminal ? escapeControls(text) : text);
  }
}
