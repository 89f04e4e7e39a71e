import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { EmbeddingModel } from "../packages/colloquy/src/index.ts";
import { normaliseName } from "../packages/colloquy/src/resolution/index.ts";
import { readReplies } from "./replies.ts";

/**
 * Vectors of all-MiniLM-L6-v2 (int8 weights) of the names of the recorded replies, in the order of their keys: 8 bits for a
 * component. After a hash of the keys.
 */
const FILE = path.join(import.meta.dirname, "vectors", "minilm-names.bin");
const DIMENSIONS = 384;
const HASH_BYTES = 32;
const TEXTS_PER_CALL = 64;

/** The keys of the names of the recorded replies, in order. */
export function recordedKeys(): readonly string[] {
  const names = readReplies().flatMap(({ entities }) => entities.map(({ name }) => normaliseName(name).key));
  return [...new Set(names)].sort();
}

/**
 * The recorded vectors by key; null if there are none.
 * @param url Base URL of an OpenAI-compatible embedding server, which makes and records them; null: those of the file.
 * @throws Error if the file is of other names.
 */
export async function readNameVectors(url: string | null): Promise<ReadonlyMap<string, Float32Array>> {
  const keys = recordedKeys();
  if (url !== null) record(keys, await embed(url, keys));
  if (!existsSync(FILE)) throw new Error(`${FILE} is missing. Record it with --embedding-base-url.`);
  const bytes = readFileSync(FILE);
  if (!bytes.subarray(0, HASH_BYTES).equals(hashOf(keys)))
    throw new Error(`${FILE} has the vectors of other names. Record it again with --embedding-base-url.`);
  return new Map(
    keys.map((key, index) => {
      const start = HASH_BYTES + index * DIMENSIONS;
      return [key, unit(new Int8Array(bytes.buffer, bytes.byteOffset + start, DIMENSIONS))] as const;
    }),
  );
}

/** A model with recorded vectors of names. Other texts have vectors of zeros. */
export function recordedModel(vectors: ReadonlyMap<string, Float32Array>): EmbeddingModel {
  const vectorOf = (text: string): Float32Array => vectors.get(text) ?? new Float32Array(DIMENSIONS);
  return {
    profile: "recorded:all-MiniLM-L6-v2",
    dimensions: DIMENSIONS,
    paid: false,
    batchSize: 256,
    embed: (texts) => {
      const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
      return Promise.resolve({ vectors: texts.map(vectorOf), usage });
    },
    embedQuery: (text) => Promise.resolve(vectorOf(text)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function record(keys: readonly string[], vectors: readonly (readonly number[])[]): void {
  mkdirSync(path.dirname(FILE), { recursive: true });
  const rows = vectors.map((vector) => {
    const most = Math.max(...vector.map(Math.abs));
    return Buffer.from(Int8Array.from(vector, (value) => Math.round((127 * value) / most)).buffer);
  });
  writeFileSync(FILE, Buffer.concat([hashOf(keys), ...rows]));
}

function hashOf(keys: readonly string[]): Buffer {
  return createHash("sha256").update(keys.join("\n")).digest();
}

function unit(values: Int8Array): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

async function embed(url: string, texts: readonly string[]): Promise<readonly number[][]> {
  const vectors: number[][] = [];
  for (let from = 0; from < texts.length; from += TEXTS_PER_CALL) {
    const body = JSON.stringify({ model: "embedding", input: texts.slice(from, from + TEXTS_PER_CALL) });
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${url}/embeddings`, { method: "POST", headers, body });
    if (!reply.ok) throw new Error(`${url} replied ${reply.status}: ${await reply.text()}`);
    const { data } = (await reply.json()) as { data: { embedding: number[] }[] };
    vectors.push(...data.map(({ embedding }) => embedding));
  }
  return vectors;
}
