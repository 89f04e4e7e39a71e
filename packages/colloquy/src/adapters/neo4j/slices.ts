import type { GraphRow } from "../../model/index.ts";

/** Rows of one statement. More rows are not faster; with fewer rows the server waits for the next statement. */
const ROWS_A_STATEMENT = 1_000;
/** Characters of one statement's rows, so long texts do not make messages of hundreds of megabytes. */
const CHARACTERS_A_STATEMENT = 4_000_000;

/** Divides rows into the rows of single statements, in order. */
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

/** Characters of texts that can be long. */
function textLength(row: GraphRow): number {
  if ("text" in row) return row.text.length;
  if ("evidence" in row) return row.evidence.text.length;
  return "name" in row ? row.name.length : 0;
}

/** The last of the rows with the same id, as if they were written one after the other. */
export function lastOfEachId(rows: readonly GraphRow[]): readonly GraphRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return byId.size === rows.length ? rows : [...byId.values()];
}
