import type { Schemas } from "@qdrant/js-client-rest";
import { z } from "zod";
import { ColloquyError, foldCase, isWellFormed, printable, type VectorRow } from "../../model/index.ts";
import type { ChunkCandidate, ChunkVectors, IndexedChunk } from "../../ports/index.ts";
import type { TermCounts } from "../keywords/index.ts";
import { decodeTermCounts, encodeTermCounts } from "./encoded-term-counts.ts";
import { KEYWORD_VECTOR, keywordVector } from "./keywords.ts";

/**
 * The payload field that names the workspace of a chunk. It is part of stored points and of the filters that users write:
 * a collection with another name for it is refused.
 */
export const OWNER_FIELD = "chunkOf";

const HEX_ID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
/** A point that someone copied: ids of Colloquy's points are UUIDs. */
const NUMBER_ID = /^\d{1,15}$/;
/** Qdrant does not normalise a vector whose squared length, in float32, differs from 1 by at most 1e-6. */
const UNIT_TOLERANCE = 5e-7;

const TIMES = {
  startMs: z.number().nullable(),
  approximate: z.literal(true).exactOptional(),
  endMs: z.number().nullable(),
};

const CHUNK = z.object({
  kind: z.literal("vector").default("vector"),
  id: z.string(),
  transcript: z.string(),
  file: z.string(),
  ordinal: z.number(),
  speakers: z.array(z.string()),
  ...TIMES,
  startOffset: z.number(),
  endOffset: z.number(),
  text: z.string(),
  turns: z.array(
    z.object({
      speaker: z.string().nullable(),
      ...TIMES,
      startOffset: z.number(),
      endOffset: z.number(),
    }),
  ),
  profile: z.string(),
});
const LIGHT = CHUNK.pick({ transcript: true, file: true, ordinal: true, speakers: true });
const EXTRAS = z.object({
  exact: z.string().optional(),
  vector: z.string().optional(),
  passages: z.base64().optional(),
});
const DENSE = z.union([z.array(z.number()), z.object({ "": z.array(z.number()) }).transform((named) => named[""])]);

export type Point = Schemas["PointStruct"];
export type FoundPoint = Pick<Schemas["Record"], "id" | "payload" | "vector">;

/** The Qdrant id of a chunk's id; null for an invalid id. Both sort in the same order. */
export function pointId(id: string): string | number | null {
  const parts = HEX_ID.exec(id);
  if (parts !== null) return parts.slice(1).join("-");
  return NUMBER_ID.test(id) ? Number(id) : null;
}

/** The chunk id of a point: the inverse of `pointId`. */
export const idOf = (point: FoundPoint): string => String(point.id).replaceAll("-", "");

/** @throws ColloquyError `store` for an invalid id of a chunk. */
export function takenId(id: string): string {
  const taken = pointId(id);
  if (typeof taken === "string") return taken;
  throw new ColloquyError(
    "store",
    `Qdrant needs ids of 32 hexadecimal digits, but a chunk has the id ${printable(id)}.`,
  );
}

/**
 * A chunk as a point, with fields that other clients read and filter by. `exact` (the row as JSON) and `vector` (the
 * float32 values in base64) hold data that UTF-8 or a normalised vector cannot store. `passages` is in base64.
 */
export function toPoint(
  workspace: string,
  row: VectorRow,
  { terms, assumedLength }: { readonly terms: TermCounts; readonly assumedLength: number },
): Point {
  const { vector, passages, kind: _, ...chunk } = row;
  const keywords = keywordVector(terms, assumedLength);
  return {
    id: takenId(row.id),
    vector: { "": Array.from(vector), ...(keywords === null ? {} : { [KEYWORD_VECTOR]: keywords }) },
    payload: {
      workspace,
      [OWNER_FIELD]: workspace,
      ...(isWellFormed(chunk) ? chunk : { ...wellFormed(chunk), exact: JSON.stringify(chunk) }),
      speakerKeys: speakerKeys(row),
      terms: [...terms.dimensions],
      termCounts: encodeTermCounts(terms),
      termTotal: terms.length,
      ...(isKeptExactly(vector) ? {} : { vector: toBase64(vector) }),
      ...(passages === undefined ? {} : { passages: toBase64(passages) }),
    },
  };
}

/** Speakers are compared by this key. */
export const speakerKey = (speaker: string): string => foldCase(speaker).toWellFormed();

export const speakerKeys = ({ speakers }: Pick<VectorRow, "speakers">): string[] => [
  ...new Set(speakers.map(speakerKey)),
];

/** @throws ColloquyError `store` unless `toPoint` created the payload. */
export function toChunk(point: FoundPoint): IndexedChunk {
  return read(CHUNK, point);
}

/**
 * For a payload that has at least these fields and `exact`.
 * @throws ColloquyError as `toChunk` does.
 */
export function toLight(point: FoundPoint): Omit<ChunkCandidate, "words" | "similarity" | "passages"> {
  return { ...read(LIGHT, point), id: idOf(point) };
}

/**
 * For a payload that has at least `termCounts`.
 * @throws ColloquyError as `toChunk` does.
 */
export function termCountsOf({ id, payload }: FoundPoint): TermCounts {
  const counts = decodeTermCounts(payload?.["termCounts"]);
  if (counts === null) throw damaged(id, "its terms cannot be read");
  return counts;
}

/**
 * For a payload that has at least `file` and `exact`.
 * @throws ColloquyError as `toChunk` does.
 */
export function fileOf(point: FoundPoint): string {
  return read(CHUNK.pick({ file: true }), point).file;
}

function read<Part>(part: z.ZodType<Part>, { id, payload }: FoundPoint): Part {
  const { exact } = EXTRAS.safeParse(payload).data ?? {};
  const found = part.safeParse(exact === undefined ? payload : parseJson(exact));
  if (found.success) return found.data;
  throw damaged(id, "its payload is not a chunk");
}

function damaged(id: FoundPoint["id"], reason: string): ColloquyError {
  return new ColloquyError(
    "store",
    `Point ${printable(String(id))} in Qdrant was changed and cannot be read (${reason}).`,
    { terminalHint: "Run `colloquy verify --repair`." },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * For a point with its dense vector and its whole payload.
 * @throws ColloquyError as `toChunk` does.
 */
export function toRow(point: FoundPoint): VectorRow {
  return { ...toChunk(point), ...toVectors(point) };
}

/** @throws ColloquyError as `toChunk` does. */
function toVectors(point: FoundPoint): ChunkVectors {
  const passages = passagesOf(point);
  const vector = keptVector(point) ?? denseVector(point);
  if (vector === null) throw damaged(point.id, "it has no vector");
  return { vector, ...(passages === null ? {} : { passages }) };
}

/**
 * The vectors of the passages in the payload; null if there are none.
 * @throws ColloquyError as `toChunk` does.
 */
export function passagesOf(point: FoundPoint): Uint8Array | null {
  const extras = EXTRAS.safeParse(point.payload);
  if (!extras.success) throw damaged(point.id, "its vectors are not in base64");
  const { passages } = extras.data;
  return passages === undefined ? null : Uint8Array.from(Buffer.from(passages, "base64"));
}

/** The vector that searches compare; null when there is none. */
export function denseVector(point: FoundPoint): Float32Array | null {
  const dense = DENSE.safeParse(point.vector).data;
  return dense === undefined ? null : Float32Array.from(dense);
}

/** The copy of a vector that Qdrant does not store exactly; null when there is none. */
export function keptVector(point: FoundPoint): Float32Array | null {
  const kept = EXTRAS.safeParse(point.payload).data?.vector;
  return kept === undefined ? null : fromBase64(kept);
}

/** Whether Qdrant returns the same bits: it normalises, and the JSON of -0 is 0. */
function isKeptExactly(vector: Float32Array): boolean {
  let square = 0;
  for (const value of vector) {
    if (Object.is(value, -0)) return false;
    square += value * value;
  }
  return Math.abs(square - 1) <= UNIT_TOLERANCE;
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** Copies the bytes, because a Float32Array must begin at a multiple of four bytes; null for invalid bytes. */
function fromBase64(text: string): Float32Array | null {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return bytes.length % Float32Array.BYTES_PER_ELEMENT === 0 ? new Float32Array(bytes.buffer) : null;
}

export function wellFormed(chunk: Omit<IndexedChunk, "kind">): Omit<IndexedChunk, "kind"> {
  return JSON.parse(
    JSON.stringify(chunk, (_, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value)),
  );
}
