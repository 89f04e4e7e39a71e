import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join, relative, resolve } from "node:path";
import colours from "picocolors";
import { ColloquyError, ingest, type IngestResult, open, type RunEvent } from "../packages/colloquy/src/index.ts";
import { counted } from "../packages/colloquy/src/text/index.ts";
import { renderSummary } from "./summary/summary.ts";

// Ingests the sample transcripts with the rule-based extractor and the embedded stores. No model is named, so the network
// is not used and nothing is spent, even when the environment contains keys.
const WORKSPACE = "sample";
const DATA_DIR = ".colloquy";
const OUTPUT_DIR = "metrics";
const TRANSCRIPTS_DIR = join(import.meta.dirname, "transcripts");
/** The sample uses files, even when the process's environment names servers. */
const EMPTY_ENVIRONMENT = {};
const PICTURE = join(DATA_DIR, WORKSPACE, "graph.html");
const COLLOQUY = join(import.meta.dirname, "../packages/colloquy/bin/colloquy.js");

const QUALITY =
  "Rule-based baseline (English): finds recurring terms and a few stated relations, of which 69 of 100 were right in meetings (QMSum) and 14 of 27 in podcasts and radio, judged by hand; misses most. Search matches words, not meaning.";

async function main(): Promise<void> {
  const result = await ingest({
    transcriptsDir: TRANSCRIPTS_DIR,
    workspace: WORKSPACE,
    dataDir: DATA_DIR,
    outputDir: OUTPUT_DIR,
    environment: EMPTY_ENVIRONMENT,
    onEvent: report,
  });
  await using workspace = await open(WORKSPACE, { dataDir: DATA_DIR, environment: EMPTY_ENVIRONMENT });
  const picture = workspace.exportRows("html", { title: "Sleep, attention and the hours we keep", caption: QUALITY });
  await writePieces(PICTURE, picture);
  const summary = await renderSummary(workspace, { columns: columns(), quality: QUALITY, files: filesOf(result) });
  process.stdout.write(summary);
}

/** Opens the sample in the explorer if a person can see it; otherwise says how. */
async function explore(): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env["CI"] !== undefined) {
    process.stdout.write("\nLook into it in the browser: npm run explore\n");
    return;
  }
  process.stdout.write("\nLook into it in the browser, with this link. Ctrl-C ends.\n");
  const serving = spawn(process.execPath, [COLLOQUY, "serve", "--workspace", WORKSPACE, "--quiet"], {
    stdio: "inherit",
  });
  // The terminal sends Ctrl-C to both processes.
  process.on("SIGINT", () => undefined);
  await once(serving, "exit");
}

function columns(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 40), 110);
}

function report(event: RunEvent): void {
  if (event.event === "files.discovered") {
    const from = relative(process.cwd(), TRANSCRIPTS_DIR) || ".";
    process.stderr.write(`Reading ${counted(event.files, "transcript")} from ${from} …\n`);
  }
  if (event.event === "file.read") process.stderr.write(colours.dim(`  ${event.file}  (${event.format})\n`));
  if (event.event === "warning") process.stderr.write(`${event.message}\n`);
}

function filesOf(result: IngestResult): readonly (readonly [label: string, path: string])[] {
  const folder = join(DATA_DIR, WORKSPACE);
  return [
    ["picture", `${PICTURE}   (open it in a browser)`],
    ["workspace", `${folder}   (ledger, graph and vectors, each a SQLite file)`],
    ["log", join(OUTPUT_DIR, WORKSPACE, "all_files_processings.txt")],
    ["digest", `${result.digest.slice(0, 16)}…   (equal content has an equal digest)`],
  ];
}

async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const file = createWriteStream(resolve(path));
  for await (const piece of pieces) if (!file.write(piece)) await once(file, "drain");
  file.end();
  await once(file, "finish");
}

try {
  await main();
  await explore();
} catch (error) {
  if (!ColloquyError.isInstance(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
