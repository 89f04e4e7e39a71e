import type { CallAccount, CallObserver, CallWork, ObservedReply } from "../calls/index.ts";
import { type Budget, spanFailure } from "../calls/index.ts";
import type { StageMeasurement } from "../estimation/index.ts";
import type {
  BatchNumber,
  CallTokens,
  EmbeddingModel,
  Extractor,
  GraphStore,
  ModelStage,
  NameJudge,
  Ledger,
  PendingChunk,
  RunSpan,
  StageSpan,
  StatementChecker,
  Summariser,
  VectorStore,
  WorkItem,
} from "../ports/index.ts";
import type { TextAnalyser } from "../projection/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import type { StagePlan } from "./batches.ts";
import type { RunListener, Stage } from "./events.ts";
import type { RunTally } from "./run-tally.ts";
import type { Unsettled } from "./split-policy.ts";
import type { FilesToRead, TranscriptReader } from "./transcript-reader.ts";

/** Port, limiter and observer of a stage. A run that is stopped closes the limiter. */
export interface StageParts<Port> {
  readonly port: Port;
  readonly limiter: RateLimiter;
  /** Emits to the run's `emit`. It may have observed attempts before the run. */
  readonly observer: CallObserver;
}

/** The parts of a run. */
export interface RunParts {
  readonly ledger: Ledger;
  /** Disposed of after reading, so that the extractor can use the memory of its threads; null: no files are read. */
  readonly reader: TranscriptReader | null;
  readonly extraction: StageParts<Extractor>;
  readonly embedding: StageParts<EmbeddingModel>;
  /** Checks statements, or with `all` every statement instead of risky ones; absent: statements are not checked. */
  readonly checking?: StageParts<StatementChecker> & { readonly all: boolean };
  /** Judges which names mean one thing; absent: names are joined by rules alone. */
  readonly judging?: StageParts<NameJudge>;
  /** The version of the questions that a judge would be asked, for a notice in runs without one; absent: no notice. */
  readonly judgeVersion?: number;
  /** Writes summaries of entities and transcripts; absent: none are written. */
  readonly summarising?: StageParts<Summariser>;
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
  readonly analyser: TextAnalyser;
  /** Counts the attempts of both observers. */
  readonly account: CallAccount;
  /** The budget of all stages, whose spending the account counts. */
  readonly budget: Budget;
  /** The span of the run in traces; the caller ends it. Default: no traces. */
  readonly span?: RunSpan;
  /** Measurements of earlier runs by stage, for the estimate; absent: none. */
  readonly measured?: Readonly<Partial<Record<ModelStage, StageMeasurement | null>>>;
  /** Called after a stage has ended or failed, to free its resources. */
  readonly onStageEnded?: (stage: ModelStage) => Promise<void>;
}

export interface RunSettings {
  readonly runId: string;
  /** Start of the run, from which its seconds count. Default: the time of the call. */
  readonly startedAt?: Date;
  readonly workspace: string;
  /** Null: no transcript is read, and the run uses the chunks in the ledger. */
  readonly reading: FilesToRead | null;
  /** The most chunks of an extractor call. */
  readonly batchSize: number;
  /** Items of a paid extractor below this confidence are left out and counted; 0 to 1. */
  readonly minConfidence: number;
  /** Whether only dead letters are sent. */
  readonly deadLettersOnly: boolean;
  /** The most chunks per stage in this run; null: all pending chunks. */
  readonly limit: number | null;
  readonly force: boolean;
  /** The most calls of a stage in flight, for the estimate. Default `auto`: as many as the limits admit. */
  readonly maxConcurrent?: number | "auto";
  /** The most entities that have a summary, beside the transcripts. Default 0. */
  readonly summaryEntities?: number;
  readonly skipKg: boolean;
  readonly skipEmbeddings: boolean;
  /** Milliseconds to wait for a server that accepts the first call and does not reply. Default: the wait of its limiter. */
  readonly giveUpAfterMs?: number;
  /** The shortest pause between incremental projections, in milliseconds. Default 10,000. */
  readonly writeEveryMs?: number;
  readonly emit: RunListener;
  /** When aborted, no new calls are sent; calls in flight are committed. */
  readonly signal: AbortSignal;
  /** The current time, for records of the run. */
  readonly now: () => Date;
}

/** The context of every stage, also of stages that call no model. */
export interface StageContext {
  readonly emit: RunListener;
  /** When aborted, no new work is begun; work in progress is committed. */
  readonly stop: AbortSignal;
  /** The span of the run in traces. */
  readonly span: Pick<RunSpan, "stage">;
}

/** The shared context of a run's model stages. */
export interface RunContext extends StageContext {
  readonly runId: string;
  /** The current time, for records of the run. */
  readonly now: () => Date;
  /** Aborts `stop`, so that a failure of one stage stops the other. */
  halt(): void;
  readonly tally: RunTally;
  readonly budget: Budget;
}

/** The context of the batches of one model stage. */
export interface BatchContext extends Omit<RunContext, "span"> {
  /** The parent of their spans. */
  readonly span: StageSpan;
}

/** The batches, the finished items and all items of a stage in this run. Its calls update it. */
export interface StageProgress {
  batches: number;
  done: number;
  total: number;
}

/** The work of a model stage, and its operations on batches. */
export interface StageWork<Reply, Item extends WorkItem = PendingChunk>
  extends CallWork<Reply, Item>, Omit<StageParts<unknown>, "port"> {
  readonly plan: StagePlan;
  /** Shared by the parts of a stage that run one after another; absent: there is one part. */
  readonly progress?: StageProgress;
  /** Commits a reply. `submitted`: the batch's number in the ledger; absent for a free batch. */
  commit(
    batch: readonly Item[],
    observed: ObservedReply<Reply>,
    submitted: BatchNumber | undefined,
  ): Promise<CommitResult<Item>>;
  /** Makes chunks that failed alone dead letters, with the reason of each. */
  deadLetter(chunks: ReadonlyMap<Item, string>): Promise<void>;
  /** Tokens of a usual call, to taper the last batches; null: no taper. */
  readonly taperedTokens: CallTokens | null;
}

/** The settled and the open chunks of a batch after its commit. */
export interface CommitResult<Item extends WorkItem = PendingChunk> extends Unsettled<Item> {
  /** Number of settled chunks. */
  readonly settled: number;
}

/** Emits start and end of a stage with its duration; its span also has the failure. */
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
