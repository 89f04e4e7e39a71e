import { parse } from "csv-parse/sync";
import { parseTime } from "../clock.ts";
import { hasWords } from "../words.ts";
import { type Parser, rendered } from "../parser.ts";
import type { Source } from "../source.ts";
import { diarisedSpeaker } from "../speaker.ts";
import { type FieldMeaning, type RawTurn, readTimes, type TurnField, understandNames } from "../turn-fields.ts";

/** Rows of turns, with a header or, where the columns give themselves away, without one. */
export const csv: Parser = {
  name: "csv",
  detect(source) {
    const layout = layoutOf(source);
    if (layout === null) return 0;
    return layout.header ? 0.8 : source.extension === "csv" || source.extension === "tsv" ? 0.6 : 0;
  },
  parse(source) {
    const layout = layoutOf(source);
    if (layout === null) return rendered("csv", []);
    const rows = readRows(source.text, layout.delimiter).slice(layout.header ? 1 : 0);
    return rendered(
      "csv",
      readTimes(
        rows.map((row) => readRow(row, layout.columns)),
        layout.meanings,
      ),
    );
  },
};

interface Layout {
  readonly delimiter: string;
  readonly header: boolean;
  readonly columns: ReadonlyMap<TurnField, number>;
  readonly meanings: ReadonlyMap<string, FieldMeaning>;
}

const DELIMITERS = [",", "\t", ";", "|"];

function layoutOf(source: Source): Layout | null {
  const head = source.sample.slice(0, 16_384);
  const firstLine = /^[^\r\n]{0,2000}/.exec(head.trimStart())?.[0] ?? "";
  const tabular = /^(?:csv|tsv)$/.test(source.extension);
  for (const delimiter of DELIMITERS) {
    if (!firstLine.includes(delimiter)) continue;
    if (!tabular && !mayBeHeader(firstLine, delimiter)) continue;
    const header = readRows(firstLine, delimiter);
    const layout = layoutWithHeader(header, delimiter) ?? layoutWithoutHeader(head, delimiter, source.extension);
    if (layout !== null && holdsWords(readRows(head, delimiter).slice(layout.header ? 1 : 0), layout)) return layout;
  }
  return null;
}

/** A column may be called text and hold numbers. */
function holdsWords(rows: readonly string[][], { columns }: Layout): boolean {
  const cells = rows.slice(0, 100).map((row) => row[columns.get("text") ?? 0] ?? "");
  return cells.filter((cell) => /\p{L}/u.test(cell)).length * 2 >= cells.length;
}

/** Cheap, for every text file is asked. */
function mayBeHeader(line: string, delimiter: string): boolean {
  const names = line.split(delimiter, 40).map((name) => name.replace(/^\s*"|"\s*$/g, ""));
  return (
    names.every((name) => name.length <= 40) &&
    [...understandNames(names).values()].some(({ field }) => field === "text")
  );
}

function readRows(text: string, delimiter: string): string[][] {
  const rows: unknown = parse(text, {
    delimiter,
    bom: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  return Array.isArray(rows) ? (rows as string[][]) : [];
}

function layoutWithHeader(rows: readonly string[][], delimiter: string): Layout | null {
  const header = (rows[0] ?? []).map((name) => name.trim());
  if (header.length < 2 || header.some((name) => name.length > 40)) return null;
  const meanings = understandNames(header);
  const columns = new Map([...meanings].map(([name, { field }]) => [field, header.indexOf(name)]));
  const told = columns.has("speaker") || columns.has("start");
  return columns.has("text") && told ? { delimiter, header: true, columns, meanings } : null;
}

/** Without a header the longest column is the text; columns of times and a column of few names stand before it. */
function layoutWithoutHeader(head: string, delimiter: string, extension: string): Layout | null {
  if (extension !== "csv" && extension !== "tsv") return null;
  const rows = readRows(head, delimiter);
  const width = rows[0]?.length ?? 0;
  if (width < 2 || width > 12 || rows.length < 2) return null;
  const body = rows.slice(0, 100);
  const column = (at: number): string[] => body.map((row) => row[at] ?? "");
  const lengths = Array.from({ length: width }, (_, at) =>
    column(at).reduce((sum, cell) => sum + (parseTime(cell) === null ? cell.length : 0), 0),
  );
  const text = lengths.indexOf(Math.max(...lengths));
  if ((lengths[text] ?? 0) < body.length * 8) return null;
  const columns = new Map<TurnField, number>([["text", text]]);
  for (let at = 0; at < width; at++) {
    if (at === text) continue;
    const cells = column(at);
    if (cells.every((cell) => parseTime(cell) !== null)) {
      if (!columns.has("start")) columns.set("start", at);
      else if (!columns.has("end")) columns.set("end", at);
    } else if (!columns.has("speaker") && cells.every((cell) => cell.length < 60) && cells.some(hasWords))
      columns.set("speaker", at);
  }
  return columns.size > 1 ? { delimiter, header: false, columns, meanings: new Map() } : null;
}

function readRow(row: readonly string[], columns: ReadonlyMap<TurnField, number>): RawTurn {
  const cell = (field: TurnField): string => {
    const at = columns.get(field);
    return at === undefined ? "" : (row[at] ?? "");
  };
  return {
    speaker: diarisedSpeaker(cell("speaker")),
    start: cell("start"),
    end: cell("end"),
    duration: cell("duration"),
    text: cell("text"),
  };
}
