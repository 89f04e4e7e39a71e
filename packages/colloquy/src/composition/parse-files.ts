import { readTranscriptFile } from "../transcripts/index.ts";

/** A turn as `colloquy parse` prints it. */
export interface ParsedTurn {
  readonly file: string;
  /** The index in the file, from 0. */
  readonly turn: number;
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Offsets in UTF-16 code units of the canonical text; the end is exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** A parsed file, or the reason why it was skipped. */
export type ParsedFile =
  | {
      readonly file: string;
      readonly format: string;
      readonly turns: readonly ParsedTurn[];
      /** The parts of the file that could not be read. */
      readonly notes: readonly string[];
    }
  | { readonly file: string; readonly skipped: string };

/** Parses files one after another, as `ingest` does. For a file that cannot be read it yields the reason. */
export async function* parseFiles(files: readonly string[]): AsyncGenerator<ParsedFile> {
  for (const file of files) yield parseFile(file);
}

function parseFile(file: string): ParsedFile {
  const outcome = readTranscriptFile(file);
  if ("skipped" in outcome) return { file, skipped: outcome.skipped };
  const { notes = [], transcript } = outcome;
  const { format, text, turns } = transcript;
  return {
    file,
    format,
    notes,
    turns: turns.map(({ index, speaker, startMs, endMs, startOffset, endOffset }) => ({
      file,
      turn: index,
      speaker,
      startMs,
      endMs,
      startOffset,
      endOffset,
      text: text.slice(startOffset, endOffset),
    })),
  };
}
