import { createHash } from "node:crypto";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { analyse } from "../analysis/index.ts";
import { chunkTranscript } from "../chunking/index.ts";
import { contentKey, viewChunk } from "../model/index.ts";
import type { ReadOutcome } from "../pipeline/index.ts";
import type { EmbeddingReply } from "../ports/index.ts";
import { readTranscript, readTranscriptBytes } from "../transcripts/index.ts";
import { READER_VERSION_WITH_CHUNKS } from "./reader-version.ts";
import type { ReadingThread } from "./reading-pool.ts";
import { serveThread } from "./thread/index.ts";

const hashing = new HashingEmbeddingModel();

/** Work that is pure and would hold up the event loop: hashing, parsing, chunking, analysing text. */
const reading: ReadingThread = {
  async fingerprint({ path, root }) {
    const read = readTranscriptBytes(path, { within: root });
    return "skipped" in read ? read : { fileHash: sha256(read.bytes) };
  },

  // Hash and turns must be of the same bytes, so a file is read whole.
  async read({ file, path, root }) {
    const read = readTranscriptBytes(path, { within: root });
    return "skipped" in read ? read : readBytes(file, read.bytes);
  },

  async analyse(texts) {
    return texts.map(analyse);
  },

  embed: (texts): Promise<EmbeddingReply> => hashing.embed(texts, { signal: new AbortController().signal }),
};

function readBytes(file: string, bytes: Uint8Array): ReadOutcome {
  const outcome = readTranscript(bytes, { file });
  if ("skipped" in outcome) return outcome;
  const { transcript, notes = [] } = outcome;
  const chunks = chunkTranscript(transcript).map((chunk) => ({ ...chunk, contentKey: contentKey(viewChunk(chunk)) }));
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

serveThread<null, null>(async () => ({ objects: { reading }, ready: null }));
