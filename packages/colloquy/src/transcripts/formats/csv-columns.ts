import { parseTime } from "../clock.ts";
import { judgeLabel } from "../lines/label.ts";
import { type FieldMeaning, looksLikeTime, type TurnField, understandNames } from "../turn-fields.ts";
import { hasWords } from "../words.ts";

/** The meaning of the columns of a table. */
export interface Layout {
  readonly header: boolean;
  /** Fields of a whole row. */
  readonly width: number;
  readonly columns: ReadonlyMap<TurnField, number>;
  /** Whether the columns are found by the names in the header. */
  readonly meanings: ReadonlyMap<string, FieldMeaning>;
}

const ROWS_LOOKED_AT = 100;
const LONGEST_NAME = 60;
const LONGEST_HEADING = 40;

/** Finds columns by their names, and those without a known name by their content; null if the rows are no turns. */
export function layoutOfRows(rows: readonly string[][], anyHeader: boolean): Layout | null {
  const first = rows[0] ?? [];
  const body = rows.slice(1, 1 + ROWS_LOOKED_AT);
  return layoutByNames(first, body) ?? (anyHeader ? layoutByContent(rows.slice(0, ROWS_LOOKED_AT)) : null);
}

function layoutByNames(first: readonly string[], body: readonly string[][]): Layout | null {
  const names = first.map((name) => name.trim());
  if (names.length < 2 || names.some((name) => name.length > LONGEST_HEADING)) return null;
  const column = new Map(names.map((name, at) => [name, cellsOf(body, at)]));
  const meanings = understandNames(names, (name) => column.get(name) ?? []);
  const columns = new Map([...meanings].map(([name, { field }]) => [field, names.indexOf(name)]));
  for (const [at, name] of names.entries()) {
    const free = columns.has("start") ? (columns.has("end") ? null : "end") : "start";
    if (free !== null && !meanings.has(name) && isClockColumn(column.get(name) ?? [])) columns.set(free, at);
  }
  const isTurnTable = columns.has("speaker") || columns.has("start");
  if (!columns.has("text") || !isTurnTable || !holdsWords(body, columns)) return null;
  return { header: true, width: names.length, columns, meanings };
}

/** Clocks are times in a column of any name. Numbers may be anything. */
function isClockColumn(cells: readonly string[]): boolean {
  return looksLikeTime(cells) && cells.every((cell) => cell === "" || cell.includes(":"));
}

function cellsOf(rows: readonly string[][], at: number): string[] {
  return rows.map((row) => (row[at] ?? "").trim());
}

/** A column named text may hold numbers. */
function holdsWords(rows: readonly string[][], columns: ReadonlyMap<TurnField, number>): boolean {
  const cells = cellsOf(rows, columns.get("text") ?? 0);
  return cells.filter((cell) => /\p{L}/u.test(cell)).length * 2 >= cells.length;
}

/** The column with the longest fields is the text. The other columns are times, or one column of few names. */
function layoutByContent(rows: readonly string[][]): Layout | null {
  const width = usualWidth(rows);
  if (width < 2 || width > 12 || rows.length < 2) return null;
  const body = rows.slice(1);
  const columns = judgeColumns(body, width);
  if (columns === null || columns.size < 2) return null;
  const first = rows[0] ?? [];
  const header = isHeader(first, body, columns);
  const meanings = header ? understandNames(first.map((name) => name.trim())) : new Map<string, FieldMeaning>();
  return { header, width, columns, meanings };
}

/** Unquoted delimiters in words make rows longer than they should be. Few rows are shorter. */
function usualWidth(rows: readonly string[][]): number {
  const widths = rows.map((row) => row.length).toSorted((a, b) => a - b);
  return widths[Math.floor(rows.length / 10)] ?? 0;
}

function judgeColumns(body: readonly string[][], width: number): ReadonlyMap<TurnField, number> | null {
  const cells = Array.from({ length: width }, (_, at) => cellsOf(body, at));
  const timed = cells.map((column) => looksLikeTime(column) && !isIndex(column));
  const lengths = cells.map((column, at) =>
    timed[at] === true ? 0 : column.reduce((sum, cell) => sum + (parseTime(cell) === null ? cell.length : 0), 0),
  );
  const text = lengths.indexOf(Math.max(...lengths));
  if ((lengths[text] ?? 0) < body.length * 6) return null;
  const columns = new Map<TurnField, number>([["text", text]]);
  for (const [at, isTime] of timed.entries()) {
    if (!isTime || at === text) continue;
    if (!columns.has("start")) columns.set("start", at);
    else if (!columns.has("end")) columns.set("end", at);
  }
  const speaker = speakerColumn(cells, (at) => at === text || timed[at] === true);
  if (speaker !== null) columns.set("speaker", speaker);
  return columns;
}

/** Row numbers are no times. */
function isIndex(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell, i) => /^\d+$/.test(cell) && Number(cell) === Number(cells[0]) + i);
}

/** The column with the most names, the first of equals. */
function speakerColumn(cells: readonly (readonly string[])[], taken: (at: number) => boolean): number | null {
  let best: number | null = null;
  let most = -1;
  for (const [at, column] of cells.entries()) {
    const short = column.every((cell) => cell.length < LONGEST_NAME) && column.some(hasWords);
    if (taken(at) || !short || isIndex(column)) continue;
    const names = column.filter((cell) => judgeLabel(cell)?.strength === "strong").length;
    if (names <= most) continue;
    best = at;
    most = names;
  }
  return best;
}

/** Whether the first row is a header: it has no times in the time columns, or none of its fields occurs again. */
function isHeader(
  first: readonly string[],
  body: readonly string[][],
  columns: ReadonlyMap<TurnField, number>,
): boolean {
  if (first.some((cell) => cell.trim().length > LONGEST_HEADING)) return false;
  const start = columns.get("start");
  if (start !== undefined) return parseTime(first[start] ?? "") === null && (first[start] ?? "").trim() !== "";
  const speakers = cellsOf(body, columns.get("speaker") ?? 0);
  const recur = new Set(speakers).size * 2 <= speakers.length;
  const said = (first[columns.get("text") ?? 0] ?? "").trim();
  return (
    recur &&
    !speakers.includes((first[columns.get("speaker") ?? 0] ?? "").trim()) &&
    /^[\p{L}\p{N} _()-]{1,25}$/u.test(said)
  );
}
