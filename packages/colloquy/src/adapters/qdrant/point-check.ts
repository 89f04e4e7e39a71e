import { isDeepStrictEqual } from "node:util";
import { ColloquyError, type VectorRow } from "../../model/index.ts";
import type { DamagedRow } from "../../ports/index.ts";
import type { TermCounts } from "../keywords/index.ts";
import { decodeTermCounts, encodeTermCounts } from "./encoded-term-counts.ts";
import { KEYWORD_VECTOR, keywordVector } from "./keywords.ts";
import { denseVector, type FoundPoint, idOf, keptVector, speakerKeys, toChunk, toRow, wellFormed } from "./point.ts";

/** Allowed difference of a normalised vector's number from float32 arithmetic. */
const NORMALISED_TOLERANCE = 1e-4;

export interface Expected {
  readonly workspace: string;
  /** See `AssumedLength`. */
  readonly assumedLength: number;
  /** Counts the terms of a text; null: terms are not compared. */
  readonly termsOf: ((text: string) => TermCounts) | null;
}

/**
 * The row of a point that was read with payload and all vectors. The fields that searches use must match the row: its
 * vectors, the keys of its speakers, its terms and their counts.
 */
export function checkedRow(point: FoundPoint, expected: Expected): VectorRow | DamagedRow {
  const reason = damageOf(point, expected) ?? textDamage(point, expected);
  if (reason !== null) return { kind: "damaged", id: idOf(point), reason };
  return toRow(point);
}

/** The terms match each other but not the text. */
function textDamage(point: FoundPoint, { termsOf }: Expected): string | null {
  if (termsOf === null) return null;
  const expected = encodeTermCounts(termsOf(toChunk(point).text));
  return point.payload?.["termCounts"] === expected ? null : "its termCounts do not match its text";
}

function damageOf(point: FoundPoint, { workspace, assumedLength }: Expected): string | null {
  const payload = point.payload ?? {};
  try {
    const row = toRow(point);
    if (row.id !== idOf(point)) return "its id is not the id of its chunk";
    if (payload["workspace"] !== workspace) return "its workspace was changed";
    if (!isDeepStrictEqual(payload["speakerKeys"], speakerKeys(row)))
      return "its speakerKeys do not match its speakers";
    if (payload["exact"] !== undefined && !isShownAsItIs(point)) return "its payload does not match its chunk";
  } catch (error) {
    if (ColloquyError.isInstance(error)) return "it cannot be read";
    throw error;
  }
  return vectorDamage(point) ?? termDamage(point, assumedLength);
}

/** For a chunk with text that UTF-8 cannot hold, filters use the nearest text. */
function isShownAsItIs(point: FoundPoint): boolean {
  const { exact: _, ...shown } = point.payload ?? {};
  const { kind: _kind, ...chunk } = toChunk(point);
  const { kind: _shownKind, ...found } = toChunk({ ...point, payload: shown });
  return isDeepStrictEqual(found, wellFormed(chunk));
}

function vectorDamage(point: FoundPoint): string | null {
  const dense = denseVector(point);
  if (dense === null) return "it has no vector";
  const kept = keptVector(point);
  if (kept === null) return null;
  if (kept.length !== dense.length) return "its vector has other dimensions than its copy";
  const length = Math.fround(Math.hypot(...kept));
  // Qdrant does not change zero vectors, and its float32 arithmetic cannot normalise the largest numbers.
  if (length === 0 || !Number.isFinite(Math.fround(length * length))) return null;
  const isNormalised = dense.every(
    (value, index) => Math.abs(value - (kept[index] ?? Number.NaN) / length) <= NORMALISED_TOLERANCE,
  );
  return isNormalised ? null : "its vector differs from its copy";
}

function termDamage({ payload, vector }: FoundPoint, assumedLength: number): string | null {
  const terms = decodeTermCounts(payload?.["termCounts"]);
  if (terms === null) return "it has no termCounts";
  if (!isDeepStrictEqual(payload?.["terms"], terms.dimensions)) return "its terms differ from the counted terms";
  if (payload?.["termTotal"] !== terms.length) return "its termTotal is not the sum of its termCounts";
  const expected = keywordVector(terms, assumedLength);
  const found: unknown =
    typeof vector === "object" && vector !== null ? Reflect.get(vector, KEYWORD_VECTOR) : undefined;
  if (expected === null) return found === undefined ? null : `it has a vector ${KEYWORD_VECTOR} without terms`;
  const values = expected.values.map(Math.fround);
  return isDeepStrictEqual(asFloats(found), { indices: expected.indices, values })
    ? null
    : `its vector ${KEYWORD_VECTOR} does not match its terms`;
}

/** JSON names a float32 in as few digits as possible. */
function asFloats(found: unknown): unknown {
  if (typeof found !== "object" || found === null || !("indices" in found) || !("values" in found)) return null;
  const { indices, values } = found;
  return { indices, values: Array.isArray(values) ? values.map((value) => Math.fround(Number(value))) : null };
}
