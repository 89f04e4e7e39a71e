import { isDeepStrictEqual } from "node:util";
import type { Transaction } from "neo4j-driver";
import type { GraphRow, GraphRowKind } from "../../model/index.ts";
import type { Topic } from "../../ports/index.ts";
import type { Connection } from "./connection.ts";
import { KINDS } from "./kinds/index.ts";
import { type EncodedRow, type Kind, PAGE_ROWS } from "./kinds/kind.ts";
import type { Portions } from "./portions.ts";
import { QUERIES } from "./queries.ts";
import { holdsProperties, numberValue, readNumber, readText, type Stored } from "./values.ts";

export type ReadParameters = Readonly<Record<string, string | number | null>>;

/** The rows that a statement gives as `row`. */
export async function readRows<Row extends GraphRow>(
  transaction: Transaction,
  kind: Kind<Row>,
  statement: string,
  parameters: ReadParameters,
): Promise<Row[]> {
  return (await readStored(transaction, statement, parameters)).map((stored) => decode(kind, stored));
}

async function readPage<Row extends GraphRow>(
  transaction: Transaction,
  kind: Kind<Row>,
  parameters: ReadParameters,
): Promise<Row[]> {
  const stored = await readStored(transaction, kind.page, parameters);
  return stored.map((one) => {
    const row = decode(kind, one);
    const isAsWritten = holdsProperties(one, kind.encode(row).properties) && (kind.isAttached?.(row, one) ?? true);
    return isAsWritten ? row : asAnother(row);
  });
}

/** Stands in rows that are not what we wrote, so that they equal no row of a ledger. */
const CHANGED = "(changed in the database)";

/** A row whose properties read as ours, but are of another type, or whose labels or links are not those of the row. */
function asAnother<Row extends GraphRow>(row: Row): Row {
  if ("evidence" in row) return { ...row, evidence: { ...row.evidence, file: CHANGED } };
  return "file" in row ? { ...row, file: CHANGED } : { ...row, type: CHANGED };
}

async function readStored(
  transaction: Transaction,
  statement: string,
  { limit, offset, ...parameters }: ReadParameters,
): Promise<readonly Stored[]> {
  const { records } = await transaction.run<{ row: Stored }>(statement, {
    ...parameters,
    limit: integerOf(limit),
    offset: integerOf(offset),
  });
  return records.map((record) => record.get("row"));
}

/** Every row of a kind in the order of id, page by page: neither side ever holds more than a page. */
export async function* everyPage(
  connection: Connection,
  portions: Portions,
  workspace: string,
  kind: GraphRowKind,
): AsyncGenerator<readonly GraphRow[]> {
  const table: Kind<GraphRow> = KINDS[kind];
  let after = "";
  for (;;) {
    const from = after;
    const { page, isLast } = await portions.sized(table.pageRows, async (limit) => {
      const parameters = { workspace, after: from, limit };
      const rows = await connection.read((transaction) => readPage(transaction, table, parameters));
      return { page: rows, isLast: rows.length < limit };
    });
    const rows = isLast ? page : withoutCutId(page);
    for (let at = 0; at < rows.length; at += PAGE_ROWS) yield rows.slice(at, at + PAGE_ROWS);
    if (isLast) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** Where somebody doubled a relationship, a page may end between the two: its last id is left to the next page. */
function withoutCutId<Row extends GraphRow>(page: readonly Row[]): readonly Row[] {
  const cut = page.at(-1)?.id;
  const whole = page.filter(({ id }) => id !== cut);
  return whole.length === 0 ? page : whole;
}

export async function readFiles(transaction: Transaction, workspace: string, entity: string): Promise<string[]> {
  const { records } = await transaction.run(QUERIES.filesOf, { workspace, entity });
  return records.map((record) => readText(record.get("file")));
}

export async function readLabels(transaction: Transaction, workspace: string, person: string): Promise<string[]> {
  const { records } = await transaction.run(QUERIES.speakerLabels, { workspace, person });
  return records.map((record) => readText(record.get("label")));
}

/** Entities with how often they are mentioned, as `said` of their rows. */
export async function readTopics(
  transaction: Transaction,
  statement: string,
  parameters: ReadParameters,
): Promise<Topic[]> {
  const stored = await readStored(transaction, statement, parameters);
  return stored.map((row) => ({ entity: decode(KINDS.entity, row), mentions: readNumber(row["said"]) }));
}

function integerOf(value: string | number | null | undefined) {
  return numberValue(typeof value === "number" ? value : 0);
}

/** The row as it was given where the database could not hold its texts; believed where it would be written as what is there. */
function decode<Row extends GraphRow>(kind: Kind<Row>, stored: Stored): Row {
  const row = kind.decode(stored);
  const { exact } = stored;
  if (typeof exact !== "string") return row;
  try {
    const given = JSON.parse(exact) as Row;
    return isDeepStrictEqual(written(kind, given), written(kind, row)) ? given : row;
  } catch {
    return row;
  }
}

function written<Row extends GraphRow>(kind: Kind<Row>, row: Row): EncodedRow {
  const encoded = kind.encode(row);
  return { ...encoded, properties: { ...encoded.properties, exact: null } };
}
