import type { EmbeddingModel, Extractor, GraphStore, Lane, Ledger, VectorStore } from "../ports/index.ts";
import { stopWhenInterrupted, type TextAnalyser } from "../projection/index.ts";
import { embedPending } from "./embed.ts";
import type { RunListener } from "./events.ts";
import { extractPending } from "./extract.ts";
import { projectToStores } from "./project.ts";
import { readTranscripts } from "./read.ts";
import { resolveChanges } from "./resolve.ts";
import { type IngestResult, workspaceStatus } from "./result.ts";
import type { RunContext } from "./run-context.ts";
import { RunTally } from "./run-tally.ts";
import type { Discovered, TranscriptReader } from "./transcript-reader.ts";

/** What a run works with. */
export interface RunParts {
  readonly ledger: Ledger;
  /** Disposed of as soon as everything is read, so that its threads leave their memory to the extractor's. */
  readonly reader: TranscriptReader;
  readonly extractor: Extractor;
  readonly embeddingModel: EmbeddingModel;
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
  readonly analyser: TextAnalyser;
  /** Called when a lane has ended, well or not: what only it needed can be let go of. */
  readonly onLaneEnded?: (lane: Lane) => Promise<void>;
}

export interface RunOptions {
  readonly run: string;
  readonly workspace: string;
  readonly transcriptsDir: string;
  readonly discovered: Discovered;
  /** Chunks a call of the extractor. */
  readonly batchSize: number;
  /** At most this many batches in flight a lane; `auto`: as many as the ports take. */
  readonly maxConcurrent: number | "auto";
  /** At most this many pending contents in this run, a lane. */
  readonly limit: number | null;
  readonly force: boolean;
  readonly skipKg: boolean;
  readonly skipEmbeddings: boolean;
  readonly emit: RunListener;
  /** Aborted: no new batches; those in progress end and are committed. */
  readonly signal: AbortSignal;
  /** Time for the run's record. */
  readonly now: () => Date;
}

/** Exit code of a run that is done but for chunks in the dead letters. */
const DEAD_LETTERS_LEFT = 3;

/**
 * The run: read, extract and embed side by side, resolve, project. Whatever stops it, the ledger keeps what was
 * done and the next run goes on from there.
 * @throws ColloquyError with the exit code of what stopped it; `interrupted` when the signal was aborted.
 */
export async function runIngest(parts: RunParts, options: RunOptions): Promise<IngestResult> {
  const begun = performance.now();
  const { run, workspace, emit } = options;
  const record = { run, startedAt: options.now().toISOString(), finishedAt: null, exitCode: null };
  emit({ event: "run.started", run, workspace });
  await prepareStores(parts);
  await parts.ledger.beginRun(record);
  const end = (exitCode: number): Promise<void> =>
    parts.ledger.endRun({ ...record, finishedAt: options.now().toISOString(), exitCode });

  try {
    const tally = new RunTally();
    await runStages(parts, options, tally);
    const status = workspaceStatus(workspace, await parts.ledger.counts());
    const { deadLetters, embeddingDeadLetters } = status.chunks;
    const exitCode = deadLetters + embeddingDeadLetters > 0 ? DEAD_LETTERS_LEFT : 0;
    const seconds = (performance.now() - begun) / 1000;
    const { usage, rejected } = tally;
    const result: IngestResult = { ...status, run, seconds, exitCode, usage, rejected };
    await end(exitCode);
    emit({ event: "run.completed", result });
    return result;
  } catch (error) {
    // The failure that stopped the run is what its caller must hear, even where the ledger is what failed.
    await end(exitCodeOf(error)).catch(() => undefined);
    throw error;
  }
}

/** A store that cannot be used stops the run before anything is paid for. */
async function prepareStores({ graphStore, vectorStore, embeddingModel }: RunParts): Promise<void> {
  await graphStore.prepare();
  await vectorStore.prepare({ dimensions: embeddingModel.dimensions, profile: embeddingModel.profile });
}

async function runStages(parts: RunParts, options: RunOptions, tally: RunTally): Promise<void> {
  const { ledger, extractor, embeddingModel } = parts;
  const failed = new AbortController();
  const stop = AbortSignal.any([options.signal, failed.signal]);
  const context: RunContext = { emit: options.emit, stop, tally };
  {
    await using reader = parts.reader;
    await readTranscripts(context, ledger, reader, options);
  }

  const maxConcurrent = options.maxConcurrent === "auto" ? Number.POSITIVE_INFINITY : options.maxConcurrent;
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const lane = { batchSize: options.batchSize, maxConcurrent, limit, force: options.force };
  if (!options.skipKg && !extractor.paid) options.emit({ event: "notice", message: extractor.description });
  const ending = (ended: Lane, work: Promise<void>): Promise<void> => work.finally(() => parts.onLaneEnded?.(ended));
  const lanes = [
    options.skipKg ? null : ending("extraction", extractPending(context, ledger, extractor, lane)),
    options.skipEmbeddings ? null : ending("embedding", embedPending(context, ledger, embeddingModel, lane)),
  ];
  await allOrFirstFailure(lanes, failed);
  stopWhenInterrupted(options.signal);

  // Without embedding, the profile that is active stays so.
  await resolveChanges(context, ledger, options.skipEmbeddings ? null : embeddingModel.profile);
  stopWhenInterrupted(options.signal);
  await projectToStores(context, ledger, {
    graph: parts.graphStore,
    vectors: parts.vectorStore,
    analyser: parts.analyser,
  });
}

/** When one lane fails the other begins nothing new, and is waited for. */
async function allOrFirstFailure(lanes: readonly (Promise<void> | null)[], failed: AbortController): Promise<void> {
  const failures: unknown[] = [];
  const ends = lanes.map((lane) =>
    lane?.catch((error: unknown) => {
      failures.push(error);
      failed.abort();
    }),
  );
  await Promise.all(ends);
  if (failures.length > 0) throw failures[0];
}

function exitCodeOf(error: unknown): number {
  const exitCode: unknown = error instanceof Error && "exitCode" in error ? error.exitCode : 1;
  return typeof exitCode === "number" ? exitCode : 1;
}
