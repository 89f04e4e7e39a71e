import type { Schemas } from "@qdrant/js-client-rest";
import { z } from "zod";
import { ColloquyError, foldCase, isWellFormed, printable, type VectorRow } from "../../model/index.ts";
import { KEYWORD_VECTOR, type SparseVector } from "./keywords.ts";

const HEX_ID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
/** Qdrant leaves alone what differs from 1 by at most 1e-6 in its sum, which is one of float32. */
const UNIT_TOLERANCE = 5e-7;

export type PassageRow = Omit<VectorRow, "vector">;

const PASSAGE = z.object({
  kind: z.literal("vector").default("vector"),
  id: z.string(),
  transcript: z.string(),
  file: z.string(),
  ordinal: z.number(),
  speakers: z.array(z.string()),
  startMs: z.number().nullable(),
  endMs: z.number().nullable(),
  startOffset: z.number(),
  endOffset: z.number(),
  text: z.string(),
  turns: z.array(
    z.object({
      speaker: z.string().nullable(),
      startMs: z.number().nullable(),
      endMs: z.number().nullable(),
      startOffset: z.number(),
      endOffset: z.number(),
    }),
  ),
  profile: z.string(),
});
const EXTRAS = z.object({ exact: z.string().optional(), vector: z.string().optional() });
const DENSE = z.union([z.array(z.number()), z.object({ "": z.array(z.number()) }).transform((named) => named[""])]);

type Point = Schemas["PointStruct"];
type Found = Pick<Schemas["Record"], "id" | "payload" | "vector">;

/** A chunk's id as Qdrant takes it; null for what is no id of a chunk. Both are in the same order. */
export function pointId(id: string): string | null {
  const parts = HEX_ID.exec(id);
  return parts === null ? null : parts.slice(1).join("-");
}

/** @throws ColloquyError `store` for what is no id of a chunk. */
export function takenId(id: string): string {
  const taken = pointId(id);
  if (taken !== null) return taken;
  throw new ColloquyError("store", `Qdrant takes ids of 32 hexadecimal digits, and a passage has ${printable(id)}.`);
}

/**
 * A passage as a point, with what other clients read and filter by. What UTF-8 or a normalised vector cannot keep
 * stands beside it: `exact`, the row as JSON, and `vector`, the float32 values in base64.
 */
export function toPoint(workspace: string, row: VectorRow, keywords: SparseVector | null): Point {
  const { vector, kind: _, ...passage } = row;
  return {
    id: takenId(row.id),
    vector: { "": Array.from(vector), ...(keywords === null ? {} : { [KEYWORD_VECTOR]: keywords }) },
    payload: {
      workspace,
      ...(isWellFormed(passage) ? passage : { ...wellFormed(passage), exact: JSON.stringify(passage) }),
      speakerKeys: [...new Set(row.speakers.map(speakerKey))],
      ...(isKeptExactly(vector) ? {} : { vector: toBase64(vector) }),
    },
  };
}

/** How speakers are compared. */
export const speakerKey = (speaker: string): string => foldCase(speaker).toWellFormed();

/** @throws ColloquyError `store` where the payload is none that `toPoint` made. */
export function toPassage(point: Found): PassageRow {
  return read(PASSAGE, point);
}

/** Of a payload that has at least `file` and `exact`. @throws ColloquyError as `toPassage` does. */
export function fileOf(point: Found): string {
  return read(PASSAGE.pick({ file: true }), point).file;
}

function read<Part>(part: z.ZodType<Part>, { id, payload }: Found): Part {
  const { exact } = EXTRAS.safeParse(payload).data ?? {};
  const found = part.safeParse(exact === undefined ? payload : parseJson(exact));
  if (found.success) return found.data;
  throw new ColloquyError(
    "store",
    `The payload of point ${id} in Qdrant was changed and is no passage; run \`colloquy project --to qdrant\`.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws ColloquyError as `toPassage` does. */
export function toRow(point: Found): VectorRow {
  const kept = EXTRAS.safeParse(point.payload).data?.vector;
  const vector = kept === undefined ? Float32Array.from(DENSE.parse(point.vector)) : fromBase64(kept);
  return { ...toPassage(point), vector };
}

/** Whether the collection gives back the same bits: it normalises, and the JSON of -0 is 0. */
function isKeptExactly(vector: Float32Array): boolean {
  let square = 0;
  for (const value of vector) {
    if (Object.is(value, -0)) return false;
    square += value * value;
  }
  return Math.abs(square - 1) <= UNIT_TOLERANCE;
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** By way of a copy, because a Float32Array must begin at a multiple of four bytes. */
function fromBase64(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
}

function wellFormed(passage: Omit<PassageRow, "kind">): Omit<PassageRow, "kind"> {
  return JSON.parse(
    JSON.stringify(passage, (_, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value)),
  );
}
