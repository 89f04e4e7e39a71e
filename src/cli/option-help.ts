import type { OptionKey } from "../config/index.ts";

/** How help shows an option: the name of its value (null for a switch) and what it does. */
export const OPTION_HELP: Readonly<Record<OptionKey, { readonly value: string | null; readonly help: string }>> = {
  workspace: { value: "name", help: "graph and index to work on (default: default)" },
  dataDir: { value: "folder", help: "where workspaces live (default: .colloquy)" },
  transcriptsDir: { value: "folder", help: "folder with the transcripts, read with its subfolders" },
  include: { value: "glob", help: "read only matching files; may be repeated" },
  outputDir: { value: "folder", help: "where logs and reports go, in {folder}/{workspace} (default: metrics)" },
  logFile: { value: "file", help: "the log (default: {output-dir}/{workspace}/all_files_processings.txt)" },
  batchSize: { value: "number", help: "passages in a batch (default: 10)" },
  maxConcurrent: { value: "number", help: "batches that run at once, or auto (default: auto)" },
  limit: { value: "number", help: "process at most so many passages: a trial before the big run" },
  force: { value: null, help: "do again what is done already" },
  skipKg: { value: null, help: "leave extraction out; speakers stay in the graph" },
  skipEmbeddings: { value: null, help: "leave the vectors out" },
  json: { value: null, help: "print JSON, one object a line" },
  quiet: { value: null, help: "print nothing but results that were asked for, and errors" },
  verbose: { value: null, help: "say more" },
};
