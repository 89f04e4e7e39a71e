import { contentId, foldCase, type IndexedTurn, isWellFormed, type VectorRow } from "../../../model/index.ts";
import type { ChunkCandidate, ChunkVectors, ChunkWithTerms, IndexedChunk } from "../../../ports/index.ts";
import type { TermDimensions } from "../../keywords/index.ts";
import {
  approximateOrNull,
  numberOrNull,
  numberValue,
  type Properties,
  readApproximate,
  readNumber,
  readNumberOrNull,
  readText,
  readTexts,
  type Stored,
  textValue,
  textValues,
} from "../values.ts";
import { termsText } from "./terms-text.ts";

/** A chunk as a statement writes it. The server stores `vector` in single precision, so it is not a property here. */
export interface EncodedChunk {
  readonly id: string;
  readonly properties: Properties;
  readonly vector: readonly number[];
}

/** Properties that make up an `IndexedChunk`. */
export const SHOWN_PROPERTIES = [
  "id",
  "transcript",
  "file",
  "ordinal",
  "speakers",
  "startMs",
  "approximate",
  "endMs",
  "startOffset",
  "endOffset",
  "text",
  "turns",
  "profile",
  "exact",
] as const;

/** Files are compared by this key, which fits into an index. */
export const fileKey = (file: string): string => contentId("file", file);

/** Speakers are compared by this key. */
export const speakerKey = (speaker: string): string => foldCase(speaker).toWellFormed();

export function encodeChunk(
  workspace: string,
  { row, terms }: ChunkWithTerms,
  dimensions: TermDimensions,
): EncodedChunk {
  const counted = terms.filter((term) => term !== "");
  return {
    id: row.id,
    properties: {
      ...searchedProperties(workspace, row),
      terms: termsText(counted, dimensions),
      termTotal: numberValue(counted.length),
    },
    vector: Array.from(row.vector),
  };
}

/** The properties of a row besides its vector and its terms. */
export function searchedProperties(workspace: string, row: VectorRow): Properties {
  const { vector, passages, ...chunk } = row;
  return {
    workspace,
    id: row.id,
    transcript: textValue(row.transcript),
    file: textValue(row.file),
    fileKey: fileKey(row.file),
    ordinal: numberValue(row.ordinal),
    speakers: textValues(row.speakers),
    speakerKeys: [...new Set(row.speakers.map(speakerKey))],
    startMs: numberOrNull(row.startMs),
    approximate: approximateOrNull(row),
    endMs: numberOrNull(row.endMs),
    startOffset: numberValue(row.startOffset),
    endOffset: numberValue(row.endOffset),
    text: textValue(row.text),
    turns: JSON.stringify(row.turns),
    profile: textValue(row.profile),
    dimensions: numberValue(vector.length),
    // No angle: the server's function refuses it, and its vector index leaves it out.
    isZero: vector.every((value) => value === 0) ? true : null,
    passages: passages === undefined ? null : new Int8Array(passages),
    exact: isWellFormed(chunk) ? null : JSON.stringify(chunk),
  };
}

/** The chunk of `SHOWN_PROPERTIES`. Values that others changed are shown as they are. */
export function decodeChunk(stored: Stored): IndexedChunk {
  const exact = parsed(stored["exact"]);
  if (isObject(exact)) return exact as unknown as IndexedChunk;
  return {
    kind: "vector",
    id: readText(stored["id"]),
    transcript: readText(stored["transcript"]),
    file: readText(stored["file"]),
    ordinal: readNumber(stored["ordinal"]),
    speakers: readTexts(stored["speakers"]),
    startMs: readNumberOrNull(stored["startMs"]),
    ...readApproximate(stored["approximate"]),
    endMs: readNumberOrNull(stored["endMs"]),
    startOffset: readNumber(stored["startOffset"]),
    endOffset: readNumber(stored["endOffset"]),
    text: readText(stored["text"]),
    turns: readTurns(stored["turns"]),
    profile: readText(stored["profile"]),
  };
}

/** A chunk without its text, of a part of `SHOWN_PROPERTIES`. */
export function decodeLight(stored: Stored): Omit<ChunkCandidate, "words" | "similarity" | "passages"> {
  const { id, transcript, file, ordinal, speakers } = decodeChunk(stored);
  return { id, transcript, file, ordinal, speakers };
}

export function decodeVectors({ vector, passages }: Stored): ChunkVectors {
  const values = Array.isArray(vector) ? vector.map(readNumber) : [];
  return {
    vector: Float32Array.from(values),
    ...(passages instanceof Int8Array ? { passages: Uint8Array.from(passages) } : {}),
  };
}

function readTurns(text: unknown): readonly IndexedTurn[] {
  const turns = parsed(text);
  return Array.isArray(turns) && turns.every(isObject) ? (turns as unknown as readonly IndexedTurn[]) : [];
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
