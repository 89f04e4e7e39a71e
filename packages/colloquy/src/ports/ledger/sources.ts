import type { Chunk, ChunkKeys } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";

/** A folder that was ingested. */
export interface Source {
  /** Names the folder within the workspace; part of its transcripts' ids, independent of the folder's path. */
  readonly key: string;
  readonly path: string;
}

/** A transcript to be recorded. It replaces the ledger's transcript with the same source and file. */
export interface TranscriptRecord {
  readonly source: string;
  /** Path relative to the source folder, with `/`. */
  readonly file: string;
  readonly format: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly fileHash: string;
  /** Version of parsers, chunker and keys. A file with another version is read again. */
  readonly readerVersion: string;
  /** The number of turns. */
  readonly turns: number;
  /** UTF-16 code units of the canonical text. */
  readonly characters: number;
  readonly chunks: readonly (Chunk & ChunkKeys)[];
}

/** A file that was not read, with the reason in a sentence. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** Recorded values of a file. If one of them differs, the file is read again. */
export type Fingerprint = Pick<TranscriptRecord, "fileHash" | "readerVersion">;

/** A transcript in a list. */
export interface ListedTranscript {
  readonly id: string;
  /** Path relative to the source folder, with `/`. */
  readonly file: string;
  /** Key of its source. */
  readonly source: string;
  readonly format: string;
  readonly turns: number;
  /** UTF-16 code units of the canonical text. */
  readonly characters: number;
  /** When its last words end; null if it has no times. */
  readonly durationMs: number | null;
}

/** A speaker, with all labels. */
export interface ListedSpeaker {
  /** Id of the person; before the first resolution, an id derived from the label alone. */
  readonly id: string;
  readonly name: string;
  readonly turns: number;
  /** Total length of the turns whose start and end are known or interpolated; null if there are none. */
  readonly talkMs: number | null;
  /** The number of transcripts in which the person speaks. */
  readonly transcripts: number;
  /** The first of them by its file. It tells people of one name apart. */
  readonly firstFile: string;
}

/** A label of turns in one transcript. */
export interface SpokenLabel {
  readonly label: string;
  readonly turns: number;
  /** Total length of the turns whose start and end are known or interpolated; null if there are none. */
  readonly talkMs: number | null;
}

/** What a speaker says in one transcript, under all labels. */
export interface SpeakerTurns extends Omit<SpokenLabel, "label"> {
  /** Id of the person, as in the list of speakers. */
  readonly speaker: string;
  readonly name: string;
  /** Id of the transcript. */
  readonly transcript: string;
  readonly file: string;
}

/** The position of a transcript in the list of transcripts. */
export type TranscriptPosition = Pick<ListedTranscript, "file" | "id">;
/** The position of a speaker in the list of speakers. */
export type SpeakerPosition = Pick<ListedSpeaker, "turns" | "name" | "id">;

/** A part of a list. */
export interface ListPage<Position> extends ReadOptions {
  /** The list continues after this position; null: from the beginning. */
  readonly after: Position | null;
  readonly limit: number;
}

/** The files of a workspace and their sources. */
export interface LedgerSources {
  /**
   * Registers a folder; the same folder keeps its key, even if it was moved with its files. `files` maps relative path
   * to SHA-256.
   */
  registerSource(path: string, files: ReadonlyMap<string, string>): Promise<Source>;
  /** The fingerprints of a source's files, by file. */
  fingerprints(source: string): Promise<ReadonlyMap<string, Fingerprint>>;
  /** Records a transcript. It replaces the transcript with the same source and file. */
  putTranscript(record: TranscriptRecord): Promise<void>;
  /** Replaces the list of skipped files of a source. */
  putSkipped(source: string, skipped: readonly SkippedFile[]): Promise<void>;
  /** In the order of file, then id. */
  listTranscripts(page: ListPage<TranscriptPosition>): Promise<readonly ListedTranscript[]>;
  /** Transcripts with this file or this id, in the order of file, then id. */
  transcriptsNamed(fileOrId: string, options?: ReadOptions): Promise<readonly ListedTranscript[]>;
  /** Transcripts whose file contains each of the words, without case, in the order of file, then id. */
  transcriptsWithWords(
    words: readonly string[],
    options: ReadOptions & { readonly limit: number },
  ): Promise<readonly TranscriptPosition[]>;
  /** The labels of a transcript, by its id; empty for an unknown one. */
  spokenLabels(transcript: string, options?: ReadOptions): Promise<readonly SpokenLabel[]>;
  /** The turns of each speaker in each transcript, in no particular order. It reads all transcripts. */
  speakerTurns(options?: ReadOptions): Promise<readonly SpeakerTurns[]>;
  /** Most turns first, then in the order of name and id. */
  listSpeakers(page: ListPage<SpeakerPosition>): Promise<readonly ListedSpeaker[]>;
}
