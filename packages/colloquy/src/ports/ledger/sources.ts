import type { Chunk } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";

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

/** What is recorded of a file: another value of either means that it has to be read again. */
export type Fingerprint = Pick<TranscriptRecord, "fileHash" | "readerVersion">;

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
  /** Id of the person; before anything is concluded from the transcripts, the id that follows from the label alone. */
  readonly id: string;
  readonly name: string;
  readonly turns: number;
  /** Total length of the turns whose begin and end are known or interpolated; null where there are none. */
  readonly talkMs: number | null;
  /** In how many of them the person speaks. */
  readonly transcripts: number;
}

/** The position of a transcript in the list of transcripts. */
export type TranscriptPosition = Pick<ListedTranscript, "file" | "id">;
/** The position of a speaker in the list of speakers. */
export type SpeakerPosition = Pick<ListedSpeaker, "turns" | "name" | "id">;

/** A part of a list. */
export interface ListPage<Position> extends ReadOptions {
  /** The list goes on after this position; null: from the beginning. */
  readonly after: Position | null;
  readonly limit: number;
}

/** The files of a workspace: what was read, and from where. */
export interface LedgerSources {
  /** Registers a folder; the same folder, or one that was moved with its files, keeps its key. `files` maps relative path to SHA-256. */
  registerSource(path: string, files: ReadonlyMap<string, string>): Promise<Source>;
  /** The fingerprints of a source's files, by file. */
  fingerprints(source: string): Promise<ReadonlyMap<string, Fingerprint>>;
  /** Records a transcript in place of what there is of the same source and file. */
  putTranscript(record: TranscriptRecord): Promise<void>;
  /** Replaces the list of skipped files of a source. */
  putSkipped(source: string, skipped: readonly SkippedFile[]): Promise<void>;
  /** In the order of file, then of id. */
  listTranscripts(page: ListPage<TranscriptPosition>): Promise<readonly ListedTranscript[]>;
  /** Most turns first, then in the order of name and id. */
  listSpeakers(page: ListPage<SpeakerPosition>): Promise<readonly ListedSpeaker[]>;
}
