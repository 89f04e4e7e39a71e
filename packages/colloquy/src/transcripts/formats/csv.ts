import { type Parser, rendered } from "../parser.ts";
import type { DecodedFile } from "../decoded-file.ts";
import { diarisedSpeaker } from "../speaker.ts";
import { type RawTurn, readTimes, type TurnField, understandNames } from "../turn-fields.ts";
import { type Layout, layoutOfRows } from "./csv-columns.ts";
import { readCsvRows } from "./csv-rows.ts";

/** Rows of turns, with a header, or without one if the columns can be recognised by their content. */
export const csv: Parser = {
  name: "csv",
  detect(file) {
    const table = tableOf(file);
    if (table === null) return 0;
    return table.layout.header ? 0.8 : 0.6;
  },
  parse(file) {
    const table = tableOf(file);
    if (table === null) return rendered("csv", []);
    const { delimiter, layout } = table;
    const rows = readCsvRows(file.text, delimiter).slice(layout.header ? 1 : 0);
    return rendered(
      "csv",
      readTimes(
        rows.map((row) => readRow(row, layout, delimiter)),
        layout.meanings,
      ),
    );
  },
};

interface Table {
  readonly delimiter: string;
  readonly layout: Layout;
}

const DELIMITERS = [",", "\t", ";", "|"];

function tableOf(file: DecodedFile): Table | null {
  const head = file.sample.slice(0, 16_384);
  const firstLine = /^[^\r\n]{0,2000}/.exec(head.trimStart())?.[0] ?? "";
  const tabular = /^(?:csv|tsv)$/.test(file.extension);
  for (const delimiter of DELIMITERS) {
    if (!firstLine.includes(delimiter)) continue;
    if (!tabular && !mayBeHeader(firstLine, delimiter)) continue;
    const layout = layoutOfRows(readCsvRows(head, delimiter), tabular);
    if (layout !== null) return { delimiter, layout };
  }
  return null;
}

/** Cheap, because it runs for every text file. */
function mayBeHeader(line: string, delimiter: string): boolean {
  const names = line.split(delimiter, 40).map((name) => name.replace(/^\s*"|"\s*$/g, ""));
  return (
    names.every((name) => name.length <= 40) &&
    [...understandNames(names).values()].some(({ field }) => field === "text")
  );
}

function readRow(row: readonly string[], layout: Layout, delimiter: string): RawTurn {
  const textAt = layout.columns.get("text") ?? 0;
  const surplus = surplusOf(row, layout.width);
  const cell = (field: TurnField): string => {
    const at = layout.columns.get(field);
    return at === undefined ? "" : (row[at > textAt ? at + surplus : at] ?? "");
  };
  return {
    speaker: diarisedSpeaker(cell("speaker")),
    start: cell("start"),
    end: cell("end"),
    duration: cell("duration"),
    text: row.slice(textAt, textAt + surplus + 1).join(delimiter),
  };
}

/** Too many fields come from unquoted delimiters in words. Empty fields at the end come from a spreadsheet. */
function surplusOf(row: readonly string[], width: number): number {
  let length = row.length;
  while (length > width && (row[length - 1] ?? "").trim() === "") length--;
  return Math.max(0, length - width);
}
