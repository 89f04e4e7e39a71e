import type { AskOptions } from "../composition/index.ts";
import type { Assets } from "./assets.ts";
import type { Corrections } from "./corrections.ts";
import type { CountedTranscripts } from "./counted-transcripts.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { MediaLibrary } from "./media/library.ts";
import type { Access } from "./security/access.ts";
import type { Gate } from "./security/gate.ts";
import type { Streams } from "./streams.ts";
import type { Workspaces } from "./workspaces.ts";

/** What the application serves, to whom, and within which bounds. */
export interface Served {
  /** Version of Colloquy. */
  readonly version: string;
  readonly workspaces: Workspaces;
  /** The workspace that is shown first; null: a person chooses one. */
  readonly first: string | null;
  readonly transcripts: CountedTranscripts;
  /** The model that writes answers; null: answers are sentences of the transcripts. */
  readonly model: string | null;
  /** Options of every answer, such as its highest cost. */
  readonly answering: Pick<AskOptions, "timeoutMs" | "giveUpAfterMs" | "maxCostUsd" | "prices" | "traceContent">;
  /** The folder of the workspaces, and the folder of logs and reports. */
  readonly dataDir: string;
  readonly outputDir: string;
  readonly corrections: Corrections;
  readonly live: LiveRuns;
  readonly media: MediaLibrary;
  readonly assets: Assets;
  readonly access: Access;
  /** The name or address that the server listens on. */
  readonly host: string;
  /** The address by which people reach the server through a proxy; null: they reach it by its host. */
  readonly publicUrl: URL | null;
  /** Bounds the reads that run at once. */
  readonly gate: Gate;
  /** Bounds the streams that are open. */
  readonly streams: Streams;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Receives a sentence about a failure that is no answer to a client. */
  readonly onProblem: (sentence: string) => void;
}
