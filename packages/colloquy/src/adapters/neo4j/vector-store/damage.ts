import { ColloquyError, printable, type VectorRow } from "../../../model/index.ts";
import type { DamagedRow } from "../../../ports/index.ts";
import { holdsProperties, numberValue, readText, readTexts, type Stored } from "../values.ts";
import { decodeChunk, decodeVectors, searchedProperties } from "./properties.ts";
import { vectorLabel } from "./schema.ts";
import { countsIn } from "./terms-text.ts";

export interface Expected {
  readonly workspace: string;
  /** The text of the index for the terms of a text; null: terms are not compared. */
  readonly termsOf: ((text: string) => string) | null;
}

/** The row of a node that was read with all properties and its labels. */
export function checkedRow(stored: Stored, expected: Expected): VectorRow | DamagedRow {
  const row = { ...decodeChunk(stored), ...decodeVectors(stored) };
  const reason = damageOf(row, stored, expected);
  return reason === null ? row : { kind: "damaged", id: readText(stored["id"]), reason };
}

function damageOf(row: VectorRow, stored: Stored, { workspace, termsOf }: Expected): string | null {
  const { vector } = stored;
  const isVector = Array.isArray(vector) && vector.length > 0 && vector.every((value) => typeof value === "number");
  if (!isVector) return "it has no vector";
  if (!readTexts(stored["labels"]).includes(vectorLabel(row.vector.length)))
    return "its labels do not match its vector";
  if (row.id !== stored["id"] || !holdsProperties(stored, searchedProperties(workspace, row)))
    return "its properties do not match each other";
  const terms = readText(stored["terms"]);
  if (!holdsProperties(stored, { termTotal: numberValue(countsIn(terms).length) }))
    return "its termTotal is not the number of its terms";
  return termsOf === null || termsOf(row.text) === terms ? null : "its terms do not match its text";
}

/** @throws ColloquyError `store` for a damaged row. */
export function wholeRow(row: VectorRow | DamagedRow, server: string): VectorRow {
  if (row.kind === "vector") return row;
  throw new ColloquyError(
    "store",
    `Chunk ${printable(row.id)} in ${server} was changed and cannot be read (${row.reason}).`,
    { terminalHint: "Run `colloquy verify --repair`." },
  );
}
