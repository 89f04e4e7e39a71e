import type { LaneMeasurement } from "../estimation/index.ts";
import type { EmbeddingModel, Extractor, GraphStore, Lane, Ledger, RunSpan, VectorStore } from "../ports/index.ts";
import type { TextAnalyser } from "../projection/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import type { CallObserver } from "./call-observer.ts";
import type { RunListener } from "./events.ts";
import type { ReadOptions } from "./read.ts";
import type { TranscriptReader } from "./transcript-reader.ts";

/** What a run works with. */
export interface RunParts {
  readonly ledger: Ledger;
  /** Disposed of as soon as everything is read, so that its threads leave their memory to the extractor's; null where nothing is to be read. */
  readonly reader: TranscriptReader | null;
  readonly extractor: Extractor;
  /** Admits the extractor's calls. A run that is stopped closes it. */
  readonly extractionLimiter: RateLimiter;
  readonly embeddingModel: EmbeddingModel;
  readonly embeddingLimiter: RateLimiter;
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
  readonly analyser: TextAnalyser;
  /** What sees the attempts of each lane and tells them to `emit`; it may have seen some that were made ahead of the run. */
  readonly observers: Readonly<Record<Lane, CallObserver>>;
  /** The run as traces show it; it belongs to the caller. Default: nobody traces. */
  readonly span?: RunSpan;
  /** What was measured of each lane before, for the estimate; absent: nothing. */
  readonly measured?: Readonly<Record<Lane, LaneMeasurement | null>>;
  /** Called when a lane has ended, well or not: what only it needed can be let go of. */
  readonly onLaneEnded?: (lane: Lane) => Promise<void>;
}

export interface RunSettings {
  readonly run: string;
  /** When the run began, from which its seconds count. Default: when it is handed over. */
  readonly startedAt?: Date;
  readonly workspace: string;
  /** Null: no transcript is read, and the run works with what the ledger holds. */
  readonly reading: ReadOptions | null;
  /** Chunks a call of the extractor. */
  readonly batchSize: number;
  /** Items of a paid extractor below this confidence are left out and counted; 0 to 1. */
  readonly minConfidence: number;
  /** Only what lies in the dead letters is asked for. */
  readonly deadLettersOnly: boolean;
  /** At most this many pending contents in this run, a lane. */
  readonly limit: number | null;
  readonly force: boolean;
  /** The most calls of a lane at once, for the estimate. Default `auto`: as many as the limits take. */
  readonly maxConcurrent?: number | "auto";
  /** US dollars that the run may spend; absent: any. */
  readonly maxCostUsd?: number;
  readonly skipKg: boolean;
  readonly skipEmbeddings: boolean;
  /** How long a server is waited for that accepts the first call and says nothing. Default: as long as its limiter does. */
  readonly giveUpAfterMs?: number;
  /** How often what is settled is written while models are asked, in milliseconds at least. Default 10,000. */
  readonly writeEveryMs?: number;
  readonly emit: RunListener;
  /** Aborted: no new calls; those in flight end and are committed. */
  readonly signal: AbortSignal;
  /** Time for the run's record. */
  readonly now: () => Date;
}
