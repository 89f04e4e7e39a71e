import { createHash } from "node:crypto";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { analyse } from "../analysis/index.ts";
import { chunkTranscript } from "../chunking/index.ts";
import { withKeys } from "../model/index.ts";
import type { FoundFile, ReadOutcome, TranscriptReader } from "../pipeline/index.ts";
import type { EmbeddingReply } from "../ports/index.ts";
import { serveInPool } from "../threads/index.ts";
import { readTranscript, readTranscriptBytes } from "../transcripts/index.ts";
import { READER_VERSION_WITH_CHUNKS } from "./reader-version.ts";

/** Synchronous work that would block the event loop: parsing, chunking, hashing and analysing text. */
export interface ReadingThread {
  fingerprint(file: FoundFile): ReturnType<TranscriptReader["fingerprint"]>;
  read(file: FoundFile): Promise<ReadOutcome>;
  analyse(texts: readonly string[]): Promise<readonly (readonly string[])[]>;
  embed(texts: readonly string[]): Promise<EmbeddingReply>;
}

const hashing = new HashingEmbeddingModel();

serveInPool({
  async fingerprint({ path, root }) {
    const read = readTranscriptBytes(path, { within: root });
    return "skipped" in read ? read : { fileHash: sha256(read.bytes) };
  },

  // Reads the file once, so that hash and turns are of the same bytes.
  async read({ file, path, root }) {
    const read = readTranscriptBytes(path, { within: root });
    return "skipped" in read ? read : readBytes(file, read.bytes);
  },

  async analyse(texts) {
    return texts.map(analyse);
  },

  embed: (texts) => hashing.embed(texts, { signal: new AbortController().signal }),
} satisfies ReadingThread);

function readBytes(file: string, bytes: Uint8Array): ReadOutcome {
  const outcome = readTranscript(bytes, { file });
  if ("skipped" in outcome) return outcome;
  const { transcript, notes = [] } = outcome;
  const chunks = withKeys(chunkTranscript(transcript));
  const { format, turns, text } = transcript;
  const readerVersion = READER_VERSION_WITH_CHUNKS;
  const fileHash = sha256(bytes);
  return {
    record: { file, format, fileHash, readerVersion, turns: turns.length, characters: text.length, chunks },
    notes,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
