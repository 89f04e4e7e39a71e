import { isDeepStrictEqual } from "node:util";
import type { Transaction } from "neo4j-driver";
import type { GraphRow, GraphRowKind } from "../../model/index.ts";
import type { Connection } from "./connection.ts";
import { KINDS } from "./kinds/index.ts";
import { type Kind, PAGE_ROWS } from "./kinds/kind.ts";
import { QUERIES } from "./queries.ts";
import { numberValue, readText, type Stored, textValue } from "./values.ts";

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
    return kind.asAttached?.(row, one) ?? row;
  });
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
  workspace: string,
  kind: GraphRowKind,
): AsyncGenerator<readonly GraphRow[]> {
  const table: Kind<GraphRow> = KINDS[kind];
  let after = "";
  for (;;) {
    const parameters = { workspace, after, limit: table.pageRows };
    const page = await connection.read((transaction) => readPage(transaction, table, parameters));
    const isLast = page.length < table.pageRows;
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

function integerOf(value: string | number | null | undefined) {
  return numberValue(typeof value === "number" ? value : 0);
}

/** The row itself where the database could not hold its texts as they are; believed where the properties say the same. */
function decode<Row extends GraphRow>(kind: Kind<Row>, stored: Stored): Row {
  const row = kind.decode(stored);
  const { exact } = stored;
  if (typeof exact !== "string") return row;
  try {
    const wellFormed: unknown = JSON.parse(exact, (_, value: unknown) =>
      typeof value === "string" ? textValue(value) : value,
    );
    return isDeepStrictEqual(wellFormed, row) ? (JSON.parse(exact) as Row) : row;
  } catch {
    return row;
  }
}
