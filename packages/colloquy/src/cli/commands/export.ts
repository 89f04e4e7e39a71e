import { join, resolve } from "node:path";
import { Option } from "commander";
import { ColloquyError, printable } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { EXPORT_MANIFEST } from "../../files/index.ts";
import { type ExportFormat, type FolderFormat, loadLibrary } from "../library.ts";
import { escapeControls } from "../json-line.ts";
import type { Output } from "../output.ts";
import { leadsToDescriptor, writeResultFile } from "../result-file.ts";
import type { FolderChanges } from "../result-folder/move-into.ts";
import { writeResultFolder } from "../result-folder/write-folder.ts";
import { readingOptions } from "../reading-options.ts";
import { counted, formatCount } from "../../text/index.ts";

const TEXTS: readonly ExportFormat[] = ["jsonl", "graphml", "canonical", "html"];
const FOLDERS: readonly FolderFormat[] = ["obsidian", "csv"];
/** Files of the user that are named in a message. */
const NAMED = 5;

export const exportCommand: CommandDefinition = {
  name: "export",
  summary: "write a workspace to a file or a folder for other tools",
  description:
    "Writes the whole workspace to a file: jsonl (one row per line), graphml (for Gephi, yEd, networkx), canonical (the input of the digest), or html (a page with a picture of the graph); or to a folder: obsidian (a vault of linked notes), or csv (tables for spreadsheets).",
  own: [
    new Option("--format <format>", "jsonl, graphml, canonical, html, obsidian or csv")
      .choices([...TEXTS, ...FOLDERS])
      .default("jsonl"),
    new Option("--output <path>", "write to this file instead of stdout; for obsidian and csv, the folder"),
  ],
  examples: [
    "colloquy export --format graphml --output talks.graphml --workspace talks",
    "colloquy export --format obsidian --output talks-vault --workspace talks",
    'colloquy export --format jsonl | grep \'"kind":"quote"\'',
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { format, output: path } = invocation.own as { readonly format: string; readonly output?: string };
    if (path === "") throw new ColloquyError("invalid-input", "--output is empty, but must be a file or a folder.");
    const folderFormat = FOLDERS.find((each) => each === format);
    await (folderFormat === undefined
      ? exportText(invocation, format as ExportFormat, path)
      : exportFolder(invocation, folderFormat, path));
    return 0;
  },
};

async function exportText(invocation: Invocation, format: ExportFormat, file: string | undefined): Promise<void> {
  const { options, cwd, output, messages } = invocation;
  const { open, requireOutsideWorkspace } = await loadLibrary();
  await using workspace = await open(options.workspace, readingOptions(invocation));
  if (file !== undefined) requireOutsideWorkspace(resolve(cwd, file), file, options);
  const rows = workspace.exportRows(format);
  if (file === undefined) await writeAll(rows, output);
  else if (await leadsToDescriptor(resolve(cwd, file), 1)) await writeAll(rows, output);
  else if (await leadsToDescriptor(resolve(cwd, file), 2)) await writeAll(rows, messages);
  else {
    await writeResultFile(rows, resolve(cwd, file), file);
    if (!options.quiet) await messages.write(`Wrote ${printable(file)}.\n`);
  }
}

async function exportFolder(invocation: Invocation, format: FolderFormat, named: string | undefined): Promise<void> {
  const { options, cwd, messages } = invocation;
  if (named === undefined)
    throw new ColloquyError(
      "invalid-input",
      `The format ${format} is a folder of files, which stdout cannot take: name a folder with --output.`,
    );
  const { open, requireOutsideWorkspace } = await loadLibrary();
  await using workspace = await open(options.workspace, readingOptions(invocation));
  const path = resolve(cwd, named);
  // The folder of a workspace itself is refused, too.
  requireOutsideWorkspace(join(path, EXPORT_MANIFEST), named, options);
  const target = { path, named, format, workspace: options.workspace };
  const changes = await writeResultFolder(workspace.exportFiles(format), target);
  if (!options.quiet) await messages.write(describeChanges(changes, named));
}

function describeChanges({ written, unchanged, removed, kept }: FolderChanges, named: string): string {
  const parts = [
    counted(written, "file"),
    ...(unchanged > 0 ? [`${formatCount(unchanged)} unchanged`] : []),
    ...(removed > 0 ? [`${formatCount(removed)} removed`] : []),
  ];
  const wrote = `Wrote ${printable(named)}: ${parts.join(", ")}.\n`;
  if (kept.length === 0) return wrote;
  const shown = kept.slice(0, NAMED).map(printable);
  const rest = kept.length > shown.length ? [`${kept.length - shown.length} more`] : [];
  const what = `${counted(kept.length, "file")} that you made or changed`;
  return `${wrote}Kept ${what}: ${[...shown, ...rest].join(", ")}. Move ${kept.length === 1 ? "it" : "them"} away to get the export's.\n`;
}

async function writeAll(rows: AsyncIterable<string>, output: Output): Promise<void> {
  for await (const text of rows) {
    if (output.closed) return;
    await output.write(output.isTerminal ? escapeControls(text) : text);
  }
}
