import { stringify } from "csv-stringify/sync";
import type { GraphRowKind, TranscriptRow } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { ExportedFile } from "../exported-file.ts";
import { type Cell, COLUMNS, namedIn, type RowOf } from "./columns.ts";

const FILES: { readonly [Kind in GraphRowKind]: string } = {
  transcript: "transcripts.csv",
  chunk: "chunks.csv",
  entity: "entities.csv",
  mention: "mentions.csv",
  relationship: "relationships.csv",
  quote: "quotes.csv",
  evidence: "evidence.csv",
};

/**
 * The graph as tables, a file for each kind of rows, ordered by id. Only the files of transcripts are held in memory.
 */
export async function* csvFiles(graph: GraphReader): AsyncIterable<ExportedFile> {
  const files = new Map<string, string>();
  for await (const rows of graph.rows("transcript"))
    for (const { id, file } of rows as readonly TranscriptRow[]) files.set(id, file);
  for (const kind of Object.keys(FILES) as GraphRowKind[])
    yield { path: FILES[kind], pieces: tableText(graph, kind, files) };
}

/** Without it, spreadsheets that are opened by a double click take UTF-8 for a local encoding. */
const BYTE_ORDER_MARK = "\uFEFF";

async function* tableText<Kind extends GraphRowKind>(
  graph: GraphReader,
  kind: Kind,
  files: ReadonlyMap<string, string>,
): AsyncIterable<string> {
  const columns = Object.entries(COLUMNS[kind]);
  yield BYTE_ORDER_MARK + csvText([columns.map(([name]) => name)]);
  for await (const batch of graph.rows(kind)) {
    const names = await namesOf(graph, batch.flatMap(namedIn), files);
    const nameOf = (id: string | null): string | null => names.get(id ?? "") ?? files.get(id ?? "") ?? null;
    yield csvText((batch as readonly RowOf<Kind>[]).map((row) => columns.map(([, valueOf]) => valueOf(row, nameOf))));
  }
}

/** The names of entities by id. */
async function namesOf(
  graph: GraphReader,
  ids: readonly (string | null)[],
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null && !files.has(id)) as string[];
  const entities = wanted.length === 0 ? [] : await graph.findEntities(wanted);
  return new Map(entities.map(({ id, name }) => [id, name]));
}

const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/**
 * Records by RFC 4180: commas, CRLF. A text that a spreadsheet would take for a formula gets an apostrophe before it. Control
 * characters become U+FFFD, so that offsets still fit.
 */
function csvText(records: readonly (readonly Cell[])[]): string {
  const cells = records.map((record) =>
    record.map((cell) => (typeof cell === "string" ? cell.toWellFormed().replace(CONTROLS, "\uFFFD") : cell)),
  );
  return stringify(cells, {
    record_delimiter: "\r\n",
    escape_formulas: true,
    quoted_match: /[\r\n]/,
    cast: { boolean: String },
  });
}
