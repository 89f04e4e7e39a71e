import type { Transcript } from "../packages/colloquy/src/model/index.ts";
import { readTranscript } from "../packages/colloquy/src/transcripts/index.ts";

/** A transcript of a set in which every file is readable. */
export function readOrThrow(bytes: Uint8Array, file: string): Transcript {
  const read = readTranscript(bytes, { file });
  if ("skipped" in read) throw new Error(`${file} was skipped: ${read.skipped}`);
  return read.transcript;
}
