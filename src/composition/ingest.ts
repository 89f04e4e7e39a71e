import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import { createRunLog, removeFolders, type RunLog } from "../metrics/index.ts";
import { type Discovered, type IngestResult, NEVER_ABORTED, nothingToRead, runIngest } from "../pipeline/index.ts";
import type { Extractor } from "../ports/index.ts";
import { checkIngestOptions, type IngestOptions } from "./ingest-options.ts";
import { openLedger } from "./ledger.ts";
import { hashingModel } from "./hashing.ts";
import { ReadingPool } from "./reading-pool.ts";
import { openEmbeddedStores } from "./stores.ts";
import { discoverTranscripts, LOG_FILE } from "./discover-transcripts.ts";
import { createWorkspaceFolder, type WorkspaceFolder, workspaceExists, workspaceFolder } from "./workspace-folder.ts";

/**
 * Turns a folder of transcripts into the graph and the vector index of a workspace: what `colloquy ingest` does.
 * What the workspace holds already is not done again.
 * @throws ColloquyError: `invalid-input` and `configuration` (nothing is made then), `workspace-busy`, `interrupted`, `store`,
 *   `ledger`, `provider`, `disk`; whatever was done until then is kept, and the next run goes on from there.
 */
export async function ingest(options: IngestOptions): Promise<IngestResult> {
  checkIngestOptions(options);
  const dataDir = resolve(options.dataDir ?? ".colloquy");
  const folder = workspaceFolder(dataDir, options.workspace ?? "default");
  const logFile = options.logFile ?? join(options.outputDir ?? "metrics", folder.name, LOG_FILE);
  const discovered = await discoverTranscripts(options.transcriptsDir, options.include, { dataDir, log: logFile });
  if (discovered.files.length === 0) throw nothingToRead(options.transcriptsDir, discovered.skipped, options.include);

  await using reader = new ReadingPool(THREADS);
  if (!workspaceExists(folder)) await findSomethingToRead(reader, options, discovered);
  using log = makeFilesOf(folder, logFile, options);
  try {
    return await runIn(folder, reader, discovered, {
      ...options,
      onEvent: (event) => {
        log.record(event);
        options.onEvent?.(event);
      },
    });
  } catch (error) {
    log.note(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** The workspace's folder and the log: both, or neither. */
function makeFilesOf(folder: WorkspaceFolder, logFile: string, { onEvent }: IngestOptions): RunLog {
  const made = createWorkspaceFolder(folder);
  try {
    return createRunLog(logFile, Date.now, (message) => onEvent?.({ event: "warning", message }));
  } catch (error) {
    removeFolders(made);
    throw error;
  }
}

/** For reading, and for the rules: the ledger and the stores have theirs. */
const THREADS = Math.min(2, availableParallelism());

async function runIn(
  folder: WorkspaceFolder,
  reader: ReadingPool,
  discovered: Discovered,
  options: IngestOptions,
): Promise<IngestResult> {
  const now = new Date();
  const run = runId(now);
  using _lock = acquireLock(folder.lock, run, now.toISOString());
  await using ledger = await openLedger(folder.ledger, folder.name);
  const { ports = {} } = options;
  await using stores = await openEmbeddedStores({
    graph: ports.graphStore === undefined ? folder.graph : null,
    vectors: ports.vectorStore === undefined ? folder.vectors : null,
    workspace: folder.name,
  });
  await using texts = new ReadingPool(1);
  await using rules = ports.extractor === undefined ? await loadRules() : null;
  const graphStore = ports.graphStore ?? stores.graph;
  const vectorStore = ports.vectorStore ?? stores.vectors;
  const extractor = ports.extractor ?? rules;
  if (graphStore === null || vectorStore === null || extractor === null) throw new TypeError("A port is missing.");

  // Awaited here, because the parts are disposed of when this returns.
  return await runIngest(
    {
      ledger,
      reader,
      extractor,
      embeddingModel: ports.embeddingModel ?? hashingModel(texts),
      graphStore,
      vectorStore,
      analyser: texts.analyser,
      // Idle, the rules' threads would keep 150 MB and that of the texts 35; the projection starts the latter again.
      onLaneEnded: async (lane) => (lane === "extraction" ? rules : texts)?.[Symbol.asyncDispose](),
    },
    {
      run,
      workspace: folder.name,
      transcriptsDir: resolve(options.transcriptsDir),
      discovered,
      batchSize: options.batchSize ?? 10,
      maxConcurrent: options.maxConcurrent ?? "auto",
      limit: options.limit ?? null,
      force: options.force ?? false,
      skipKg: options.skipKg ?? false,
      skipEmbeddings: options.skipEmbeddings ?? false,
      emit: options.onEvent ?? (() => undefined),
      signal: options.signal ?? NEVER_ABORTED,
      now: () => new Date(),
    },
  );
}

/** Loaded only where it is used: it brings a language's model along. */
async function loadRules(): Promise<Extractor> {
  const { createRulesExtractor } = await import("../adapters/rules/index.ts");
  return createRulesExtractor({ workers: THREADS });
}

/** A workspace is not made for a folder in which nothing turns out to be a transcript. */
async function findSomethingToRead(
  reader: ReadingPool,
  { transcriptsDir, include }: IngestOptions,
  discovered: Discovered,
): Promise<void> {
  const skipped = [...discovered.skipped];
  for (const found of discovered.files) {
    const outcome = await reader.read(found);
    if ("record" in outcome) return;
    skipped.push({ path: found.file, reason: outcome.skipped });
  }
  throw nothingToRead(transcriptsDir, skipped, include);
}

/** Sorts by time, and differs for two runs of one moment. */
function runId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace(/\..*/, "").replace("T", "-");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
