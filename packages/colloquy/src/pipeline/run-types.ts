import type { CallAccount, CallObserver, CallWork, ObservedReply } from "../calls/index.ts";
import { type Budget, spanFailure } from "../calls/index.ts";
import type { StageMeasurement } from "../estimation/index.ts";
import type {
  BatchNumber,
  CallCost,
  EmbeddingModel,
  Extractor,
  GraphStore,
  ModelStage,
  Ledger,
  PendingChunk,
  RunSpan,
  StageSpan,
  VectorStore,
} from "../ports/index.ts";
import type { TextAnalyser } from "../projection/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import type { RunListener, Stage } from "./events.ts";
import type { RunTally } from "./run-tally.ts";
import type { Unsettled } from "./split-policy.ts";
import type { ReadOptions, TranscriptReader } from "./transcript-reader.ts";

/** The port of a stage, what admits its calls and what observes their attempts. A run that is stopped closes the limiter. */
export interface StageParts<Port> {
  readonly port: Port;
  readonly limiter: RateLimiter;
  /** Emits to the run's `emit`; it may have observed attempts before the run. */
  readonly observer: CallObserver;
}

/** What a run works with. */
export interface RunParts {
  readonly ledger: Ledger;
  /** Disposed of as soon as everything is read, so that its threads leave their memory to the extractor's; null where nothing is to be read. */
  readonly reader: TranscriptReader | null;
  readonly extraction: StageParts<Extractor>;
  readonly embedding: StageParts<EmbeddingModel>;
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
  readonly analyser: TextAnalyser;
  /** Counts the attempts of both observers. */
  readonly account: CallAccount;
  /** The run as traces show it; it belongs to the caller. Default: no traces. */
  readonly span?: RunSpan;
  /** What was measured of each stage before, for the estimate; absent: nothing. */
  readonly measured?: Readonly<Record<ModelStage, StageMeasurement | null>>;
  /** Called when a stage has ended, well or not: what only it needed can be let go of. */
  readonly onStageEnded?: (stage: ModelStage) => Promise<void>;
}

export interface RunSettings {
  readonly runId: string;
  /** When the run began, from which its seconds count. Default: when it is handed over. */
  readonly startedAt?: Date;
  readonly workspace: string;
  /** Null: no transcript is read, and the run works with what the ledger holds. */
  readonly reading: ReadOptions | null;
  /** Chunks a call of the extractor. */
  readonly batchSize: number;
  /** Items of a paid extractor below this confidence are left out and counted; 0 to 1. */
  readonly minConfidence: number;
  /** Only the dead letters are sent. */
  readonly deadLettersOnly: boolean;
  /** At most this many pending contents in this run, a stage. */
  readonly limit: number | null;
  readonly force: boolean;
  /** The most calls of a stage at once, for the estimate. Default `auto`: as many as the limits take. */
  readonly maxConcurrent?: number | "auto";
  /** US dollars that the run may spend; absent: any. */
  readonly maxCostUsd?: number;
  readonly skipKg: boolean;
  readonly skipEmbeddings: boolean;
  /** How long a server is waited for that accepts the first call and does not reply. Default: as long as its limiter waits. */
  readonly giveUpAfterMs?: number;
  /** How often what is settled is written while models are asked, in milliseconds at least. Default 10,000. */
  readonly writeEveryMs?: number;
  readonly emit: RunListener;
  /** Aborted: no new calls; those in flight end and are committed. */
  readonly signal: AbortSignal;
  /** Time for the run's record. */
  readonly now: () => Date;
}

/** What every stage works with, also one that calls no model. */
export interface StageContext {
  readonly emit: RunListener;
  /** Aborted: nothing new is begun; what is in progress ends and is committed. */
  readonly stop: AbortSignal;
  /** The run as traces show it. */
  readonly span: Pick<RunSpan, "stage">;
}

/** What the stages of a run share. */
export interface RunContext extends StageContext {
  readonly runId: string;
  /** The current time, for records of the run. */
  readonly now: () => Date;
  /** Aborts `stop`: stages run side by side, and what stops one stops the other. */
  halt(): void;
  readonly tally: RunTally;
  readonly budget: Budget;
}

/** What a stage does with its batches. */
export interface StageWork<Reply> extends CallWork<Reply>, Omit<StageParts<unknown>, "port"> {
  /** Commits a reply. `submitted`: the batch's number in the ledger; absent for a batch that costs nothing. */
  commit(
    batch: readonly PendingChunk[],
    observed: ObservedReply<Reply>,
    submitted: BatchNumber | undefined,
  ): Promise<CommitResult>;
  /** Puts contents that failed alone in the dead letters, with the reason of each. */
  deadLetter(contents: ReadonlyMap<PendingChunk, string>): Promise<void>;
  /** What a usual call costs, where the last batches are to be tapered; null where they are not. */
  readonly taperedCost: CallCost | null;
}

/** What a commit settled of a batch, and what is still open. */
export interface CommitResult extends Unsettled {
  /** How many contents are settled. */
  readonly settled: number;
}

/** Emits the beginning and the end of a stage and its duration; its span also has the reason why it failed. */
export async function runStage<Result>(
  { emit, span }: Pick<StageContext, "emit" | "span">,
  stage: Stage,
  total: number | null,
  work: (span: StageSpan) => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  const traced = span.stage(stage);
  emit({ event: "stage.started", stage, total });
  try {
    const result = await work(traced);
    traced.end({ failure: null });
    emit({ event: "stage.completed", stage, seconds: (performance.now() - begun) / 1000 });
    return result;
  } catch (error) {
    traced.end({ failure: spanFailure(error) });
    throw error;
  }
}
