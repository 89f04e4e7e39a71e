import type { Chunk, Epoch, Extraction, GraphRow, GraphRowKind, TurnView, VectorRow } from "../model/index.ts";
import type { RejectedCounts } from "./extractor.ts";
import type { GraphCounts } from "./graph-store.ts";
import type { ConclusionCheck, LedgerDamage } from "./ledger-damage.ts";
import type { Usage } from "@colloquy/rate-limit";

/** The two kinds of work that models are asked for. */
export type Lane = "extraction" | "embedding";

/** A folder that was ingested. */
export interface Source {
  /** Names the folder within the workspace; part of its transcripts' ids, independent of where the folder lies. */
  readonly key: string;
  readonly path: string;
}

/** A transcript as it is to be recorded: it replaces what the ledger has of the same source and file. */
export interface TranscriptRecord {
  readonly source: string;
  /** Path relative to the source folder, with `/`. */
  readonly file: string;
  readonly format: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly fileHash: string;
  /** Version of parsers and chunker: another one reads the file again. */
  readonly readerVersion: string;
  /** How many there are. */
  readonly turns: number;
  /** UTF-16 code units of the canonical text. */
  readonly characters: number;
  readonly chunks: readonly (Chunk & { readonly contentKey: string })[];
}

/** A file that was not read, and why, in a sentence. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** What a lane has still to do. One row a content key, however many chunks show it. */
export interface PendingContent {
  readonly contentKey: string;
  /** Id of the first chunk that shows it. */
  readonly chunk: string;
  readonly view: readonly TurnView[];
  readonly tokens: number;
}

/** Opaque: where a listing goes on. */
export type PendingCursor = string;

/** A systematic sample: of every stretch of a listing the same share, `take` of `of` in all. */
export interface Spread {
  readonly take: number;
  /** How many there are, when the listing begins. */
  readonly of: number;
}

/** What a lane has still to do of one transcript: different contents, each counted where it was read first. */
export interface PendingTranscript {
  /** Its id. */
  readonly transcript: string;
  readonly contents: number;
  readonly tokens: number;
}

/** What it took to settle one content. */
export interface SettledContent {
  /** Id of the transcript in which it was read first. */
  readonly transcript: string;
  /** Of the content, as it was estimated. */
  readonly tokens: number;
  /** Its part of the reply's tokens, which are divided by the length of what was extracted. */
  readonly outputTokens: number;
}

/** What settles content; committed in one transaction with the reply that it came from. */
export interface Settlement {
  readonly contentKey: string;
  readonly extraction: Extraction;
}

/** The reply of a model, or of rules, as the ledger keeps it. */
export interface PaidReply {
  readonly profile: string;
  /** Whether it cost money: such rows are committed with synchronous=FULL and never replaced without asking. */
  readonly paid: boolean;
  /** The reply as it came; null where there is none. */
  readonly raw: string | null;
  /** Null where the provider did not say. */
  readonly usage: Usage | null;
  /** What became of the items of an extraction; absent where nothing is settled by the reply. */
  readonly items?: ReplyItems;
}

/** The items (entities, relations, quotes) that a reply named. */
export interface ReplyItems {
  readonly kept: number;
  readonly rejected: RejectedCounts;
  /** Items below this confidence were left out. */
  readonly minConfidence: number;
}

/** A `--force` that was begun and did not come to its end: the next one of the same profile goes on there. */
export interface InterruptedForce {
  readonly lane: Lane;
  readonly profile: string;
  /** Different contents that are still to be redone. */
  readonly left: number;
  /** Different contents of the workspace. */
  readonly total: number;
}

/** Content that could not be extracted or embedded even alone, and why, in a sentence. */
export interface DeadLetter {
  readonly contentKey: string;
  readonly lane: Lane;
  readonly reason: string;
}

/** What shapes the vectors (`provider:model`), and how many numbers each has. */
export interface EmbeddingProfile {
  readonly profile: string;
  readonly dimensions: number;
}

/** How many chunks are in the dead letters of a lane for the same reason. */
export interface DeadLetterReason {
  readonly lane: Lane;
  readonly reason: string;
  /** Whom the content was asked of. */
  readonly profile: string;
  readonly chunks: number;
}

/** What a ledger holds, in numbers. */
export interface LedgerCounts {
  readonly transcripts: number;
  readonly skipped: readonly SkippedFile[];
  readonly chunks: {
    readonly total: number;
    readonly extracted: number;
    readonly embedded: number;
    readonly pending: number;
    /** Chunks that could not be extracted. */
    readonly deadLetters: number;
    /** Chunks that could not be embedded. */
    readonly embeddingDeadLetters: number;
  };
  /** Chunks by the extraction profile that settled them, and whether that cost money. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number; readonly paid: boolean }[];
  /** Items of the replies by which chunks are settled: kept, and left out by reason. */
  readonly items: RejectedCounts & { readonly kept: number };
  /** Chunks by the confidence below which items were left out of their reply, the most frequent value first. */
  readonly minConfidences: readonly { readonly minConfidence: number; readonly chunks: number }[];
  readonly interruptedForces: readonly InterruptedForce[];
  readonly graph: GraphCounts;
  readonly vectors: number;
  /** Chunks of which something is read, extracted or embedded that no resolution has seen yet. */
  readonly unwritten: number;
  /** 64 hexadecimal digits; see docs/architecture.md. */
  readonly digest: string;
}

/** What a call of `resolve` did, and what it left. */
export interface ResolutionSummary {
  /** False where the time that was given ended first: call `resolve` again. */
  readonly finished: boolean;
  /** Names, facts, relationships and vectors that are still to be looked at. */
  readonly remaining: number;
  /** Rows that were added, changed or removed. */
  readonly changedRows: number;
  readonly epoch: Epoch;
}

/** Opaque: where a listing of changes goes on. */
export type ChangeCursor = string;

/** A part of a listing of changes. */
export interface ChangePage<Row> {
  readonly rows: readonly Row[];
  /** Null after the last page. */
  readonly next: ChangeCursor | null;
}

/** A transcript as a list shows it. */
export interface ListedTranscript {
  readonly id: string;
  /** Path relative to the source folder, with `/`. */
  readonly file: string;
  /** Key of the folder that it was read from. */
  readonly source: string;
  readonly format: string;
  readonly turns: number;
  /** UTF-16 code units of the canonical text. */
  readonly characters: number;
  /** When its last words end; null where it has no times. */
  readonly durationMs: number | null;
}

/** Somebody who speaks, under whatever labels. */
export interface ListedSpeaker {
  /** Id of the person; where nothing is concluded from the transcripts yet, the one that follows from the label alone. */
  readonly id: string;
  readonly name: string;
  readonly turns: number;
  /** How long those turns are of which begin and end are known, or follow from times around them; null where there are none. */
  readonly talkMs: number | null;
  /** In how many of them. */
  readonly transcripts: number;
}

/** Where a transcript stands in the list of them. */
export type TranscriptPosition = Pick<ListedTranscript, "file" | "id">;
/** Where a speaker stands in the list of them. */
export type SpeakerPosition = Pick<ListedSpeaker, "turns" | "name" | "id">;

/** A part of a list. */
export interface ListPage<Position> {
  /** Only what comes after it; null: from the beginning. */
  readonly after: Position | null;
  readonly limit: number;
}

/** A run as the ledger remembers it. Times are ISO 8601; null while it runs. */
export interface RunRecord {
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
}

/** A run that was killed, and what it was answered. */
export interface CrashedRun extends Pick<RunRecord, "run" | "startedAt"> {
  readonly replies: readonly BookedReplies[];
}

/** What the ledger has of the replies to a run, of one lane and profile. */
export interface BookedReplies extends Usage {
  readonly lane: Lane;
  readonly profile: string;
  readonly replies: number;
  /** Those of them without usage: their tokens are not among the sums. */
  readonly unreported: number;
}

/**
 * Everything that was read, paid for and concluded in one workspace. It comes first: the graph and the
 * vector index are projections of it. Every method is one transaction, durable when its promise resolves.
 */
export interface Ledger extends AsyncDisposable {
  /** Random, made with the ledger: how a store knows which ledger filled it. */
  readonly marker: string;

  /** Registers a folder; the same folder, or one that was moved with its files, keeps its key. `files` maps relative path to SHA-256. */
  registerSource(path: string, files: ReadonlyMap<string, string>): Promise<Source>;
  /** What is recorded of a source: file -> hash and reader version. */
  fingerprints(
    source: string,
  ): Promise<ReadonlyMap<string, { readonly fileHash: string; readonly readerVersion: string }>>;
  /** Records a transcript in place of what there is of the same source and file. */
  putTranscript(record: TranscriptRecord): Promise<void>;
  /** Replaces the list of skipped files of a source. */
  putSkipped(source: string, skipped: readonly SkippedFile[]): Promise<void>;

  /** How much a lane has to do for a profile; `force` counts what is settled already as well. */
  pendingCount(lane: Lane, options: PendingOptions): Promise<number>;
  /** The same by transcript, with its tokens; in the order of source key and file. */
  pendingTranscripts(lane: Lane, options: PendingOptions): Promise<readonly PendingTranscript[]>;
  /**
   * Pending content in the order of source key, file and place, the same in every workspace; from after the cursor.
   * `spread`: only so many of it, evenly; the same for every page of a listing.
   */
  pending(
    lane: Lane,
    options: PendingOptions & {
      readonly after: PendingCursor | null;
      readonly limit: number;
      readonly spread?: Spread | undefined;
    },
  ): Promise<{
    readonly items: readonly PendingContent[];
    readonly next: PendingCursor | null;
  }>;
  /**
   * Begins to redo all that is settled: from now on `force` of this profile gives what is not redone yet, until nothing is.
   * Where that was begun before and is not complete, it goes on.
   */
  beginForce(lane: Lane, profile: string): Promise<void>;
  /** A dead letter keeps the reply's profile: content that this one finds settled, by itself or for money, is none. */
  settle(reply: PaidReply, settlements: readonly Settlement[], deadLetters: readonly DeadLetter[]): Promise<void>;
  /** What the extraction replies of a profile settled, of at most so many replies, evenly spread over all whose usage is known. */
  settledContents(profile: string, mostReplies: number): Promise<readonly SettledContent[]>;
  /** Commits vectors with the reply that they came in. */
  putVectors(
    reply: PaidReply,
    vectors: readonly { readonly contentKey: string; readonly vector: Float32Array }[],
  ): Promise<void>;

  /** Derives the facts of at most `limit` transcripts whose content or extractions changed. Call it until nothing remains. */
  deriveFacts(limit: number): Promise<{ readonly derived: number; readonly remaining: number }>;
  /**
   * Brings entities, relationships, vectors and digest up to date; touches only what changed. Works until it is done,
   * or for about `milliseconds`. A null profile leaves the active one.
   */
  resolve(options: {
    readonly embeddingProfile: string | null;
    readonly milliseconds?: number;
  }): Promise<ResolutionSummary>;
  /** The epoch of the last resolution. */
  epoch(): Promise<Epoch>;
  /** Whether an epoch is one of this ledger's: its number and its identity are. A ledger that was restored from a copy lacks those that came later. */
  hasEpoch(epoch: Epoch): Promise<boolean>;
  /**
   * Whether an epoch was one of this ledger's until everything was concluded anew, after a change of the format or of rows that
   * were damaged: what a store of that epoch holds is older, and nothing of it is lost.
   */
  hadEpoch(epoch: Epoch): Promise<boolean>;
  /** Live graph rows of a kind that changed after an epoch, given by its number (0: all), in a stable order. */
  changedRows(
    kind: GraphRowKind,
    after: number,
    cursor: ChangeCursor | null,
    limit: number,
  ): Promise<ChangePage<GraphRow>>;
  /** Live vectors of the active profile that changed after an epoch, given by its number (0: all), in a stable order. */
  changedVectors(after: number, cursor: ChangeCursor | null, limit: number): Promise<ChangePage<VectorRow>>;
  /** Ids of rows that were removed after an epoch. */
  removedRows(
    kind: GraphRowKind | "vector",
    after: number,
    cursor: ChangeCursor | null,
    limit: number,
  ): Promise<ChangePage<string>>;

  /** The profile whose vectors the index shows; null while there is none. */
  activeEmbedding(): Promise<EmbeddingProfile | null>;
  /** Everyone of whom the ledger has vectors, in the order of their names. */
  embeddings(): Promise<readonly EmbeddingProfile[]>;
  /** How many dimensions the vectors of a profile have; null where the ledger has none of it. */
  dimensionsOf(profile: string): Promise<number | null>;
  /** Why chunks lie in the dead letters, the most frequent reason first. */
  deadLetterReasons(): Promise<readonly DeadLetterReason[]>;
  /** What it holds, in numbers. */
  counts(): Promise<LedgerCounts>;
  /** In the order of file, then of id. */
  listTranscripts(page: ListPage<TranscriptPosition>): Promise<readonly ListedTranscript[]>;
  /** Who has most turns first, then in the order of name and id. */
  listSpeakers(page: ListPage<SpeakerPosition>): Promise<readonly ListedSpeaker[]>;

  /** Looks for rows that are not what was written, and for a damaged file. Changes nothing. */
  findDamage(): Promise<LedgerDamage>;
  /**
   * Concludes everything anew from what was read and answered, beside the ledger, and compares: it finds what `findDamage`
   * cannot. To be called when everything is resolved and `findDamage` found nothing. Works until it is done, or for about
   * `milliseconds`.
   */
  checkConclusions(options: { readonly milliseconds: number }): Promise<ConclusionCheck>;
  /**
   * Mends what can be mended: sets damaged answers aside (they are kept and never used), forgets damaged passages, so that
   * their files are read again, and everything that was concluded, to be concluded anew by `deriveFacts` and `resolve`.
   * @throws ColloquyError `ledger` where the file itself stays damaged.
   */
  mend(): Promise<void>;

  /** Records that a run began. */
  beginRun(run: RunRecord): Promise<void>;
  /** Records how a run ended. Its costs are booked only when its reports are written: see `closeRun`. */
  endRun(run: RunRecord): Promise<void>;
  /**
   * Runs that began and were not closed, because they were killed before their reports were written, the oldest first;
   * where one is going on, it is the last of them.
   */
  crashedRuns(): Promise<readonly CrashedRun[]>;
  /** Records that the costs of a run are in reports: its own, or those that a later run made of its replies. */
  closeRun(run: string): Promise<void>;
}

/** For whom and how a lane looks for what it has to do. */
export interface PendingOptions {
  readonly profile: string;
  readonly paid: boolean;
  /**
   * Redo what is settled under any profile: all of it, or what is left since `beginForce`. Where it costs nothing, all that was
   * not paid for.
   */
  readonly force: boolean;
  /** Only what lies in the lane's dead letters, which is otherwise left out. */
  readonly deadLetters?: boolean;
}
