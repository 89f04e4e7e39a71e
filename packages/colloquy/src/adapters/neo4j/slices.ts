import type { GraphRow } from "../../model/index.ts";

/** Rows a statement takes; more gain nothing, and with fewer the next is not ready when the server is. */
const ROWS_A_STATEMENT = 1_000;
/** Characters of rows a statement takes, so that long texts do not make messages of hundreds of megabytes. */
const CHARACTERS_A_STATEMENT = 4_000_000;

/** Cuts rows into what one statement takes, in their order. */
export function slices(rows: readonly GraphRow[]): readonly (readonly GraphRow[])[] {
  const found: GraphRow[][] = [];
  let current: GraphRow[] = [];
  let characters = 0;
  for (const row of rows) {
    if (current.length >= ROWS_A_STATEMENT || characters >= CHARACTERS_A_STATEMENT) {
      found.push(current);
      [current, characters] = [[], 0];
    }
    current.push(row);
    characters += textLength(row);
  }
  return current.length === 0 ? found : [...found, current];
}

/** Characters of the texts that can be long. */
function textLength(row: GraphRow): number {
  if ("text" in row) return row.text.length;
  if ("evidence" in row) return row.evidence.text.length;
  return "name" in row ? row.name.length : 0;
}

/** Of rows with one id the last, as if they were written one after the other. */
export function lastOfEachId(rows: readonly GraphRow[]): readonly GraphRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return byId.size === rows.length ? rows : [...byId.values()];
}
