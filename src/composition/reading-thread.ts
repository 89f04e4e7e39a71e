import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { analyse } from "../analysis/index.ts";
import { chunkTranscript } from "../chunking/index.ts";
import { contentKey, viewChunk } from "../model/index.ts";
import { NEVER_ABORTED, type ReadOutcome } from "../pipeline/index.ts";
import type { EmbeddingReply } from "../ports/index.ts";
import { DEFAULT_MAX_BYTES, readTranscript, readTranscriptFile } from "../transcripts/index.ts";
import { READER_VERSION_WITH_CHUNKS } from "./reader-version.ts";
import type { ReadingThread } from "./reading-pool.ts";
import { serveThread } from "./thread/index.ts";

const hashing = new HashingEmbeddingModel();

/** Work that is pure and would hold up the event loop: hashing, parsing, chunking, analysing text. */
const reading: ReadingThread = {
  async fingerprint({ path }) {
    const bytes = await readWhole(path);
    return "skipped" in bytes ? bytes : { fileHash: sha256(bytes.whole) };
  },

  async read({ file, path }) {
    const bytes = await readWhole(path);
    return "skipped" in bytes ? bytes : readBytes(file, bytes.whole);
  },

  async analyse(texts) {
    return texts.map(analyse);
  },

  embed: (texts): Promise<EmbeddingReply> => hashing.embed(texts, { signal: NEVER_ABORTED }),
};

/** Hash and turns must be of the same bytes, so a file is read whole; one that is too large is not read at all. */
async function readWhole(path: string): Promise<{ readonly whole: Uint8Array } | { readonly skipped: string }> {
  try {
    const { size } = await stat(path);
    if (size > 0 && size <= DEFAULT_MAX_BYTES) return { whole: await readFile(path) };
  } catch {
    // The reader below says what is wrong with it, in the words of every other reason.
  }
  const outcome = await readTranscriptFile(path);
  return "skipped" in outcome ? outcome : { skipped: "it changed while it was read" };
}

function readBytes(file: string, bytes: Uint8Array): ReadOutcome {
  const outcome = readTranscript(bytes, { file });
  if ("skipped" in outcome) return outcome;
  const { transcript, notes = [] } = outcome;
  const chunks = chunkTranscript(transcript).map((chunk) => ({ ...chunk, contentKey: contentKey(viewChunk(chunk)) }));
  const { format, turns, text } = transcript;
  const readerVersion = READER_VERSION_WITH_CHUNKS;
  const fileHash = sha256(bytes);
  return { record: { file, format, fileHash, readerVersion, turns, characters: text.length, chunks }, notes };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

await serveThread<null>(async () => ({ objects: { reading }, ready: null }));
