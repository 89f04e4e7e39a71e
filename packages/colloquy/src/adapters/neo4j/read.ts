import { isDeepStrictEqual } from "node:util";
import type { Transaction } from "neo4j-driver";
import { type ChunkRow, compareText, type GraphRow, type GraphRowKind } from "../../model/index.ts";
import type { Annotations, ChunkOutline, RelationshipInContext } from "../../ports/index.ts";
import type { Connection } from "./connection.ts";
import { KINDS } from "./kinds/index.ts";
import { type EncodedRow, type Kind, PAGE_ROWS } from "./kinds/kind.ts";
import type { Portions } from "./portions.ts";
import { QUERIES } from "./queries.ts";
import { holdsProperties, numberValue, readNumber, readText, type Stored } from "./values.ts";

/** Parameters of a read statement; whole numbers are `numberValue`s. */
export type ReadParameters = Readonly<Record<string, unknown>>;

/** The rows that a statement returns as `row`. */
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

/** Marks changed rows, so they equal no row of a ledger. */
const CHANGED = "(changed in the database)";

/** A row that decodes to our values, but whose property types, labels or links were changed. */
function asAnother<Row extends GraphRow>(row: Row): Row {
  if ("evidence" in row) return { ...row, evidence: { ...row.evidence, file: CHANGED } };
  return "file" in row ? { ...row, file: CHANGED } : { ...row, type: CHANGED };
}

/** The values that a statement returns as `row`. */
export async function readStored(
  transaction: Transaction,
  statement: string,
  parameters: ReadParameters,
): Promise<readonly Stored[]> {
  const { records } = await transaction.run<{ row: Stored }>(statement, parameters);
  return records.map((record) => record.get("row"));
}

/** Every row of a kind ordered by id, page by page. Client and server hold at most one page. */
export async function* everyPage(
  connection: Connection,
  portions: Portions,
  workspace: string,
  kind: GraphRowKind,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly GraphRow[]> {
  const table: Kind<GraphRow> = KINDS[kind];
  let after = "";
  for (;;) {
    const from = after;
    const { page, isLast } = await portions.sized(table.pageRows, async (limit) => {
      const parameters = { workspace, after: from, limit: numberValue(limit) };
      const rows = await connection.read((transaction) => readPage(transaction, table, parameters), signal);
      return { page: rows, isLast: rows.length < limit };
    });
    const rows = isLast ? page : withoutCutId(page);
    for (let at = 0; at < rows.length; at += PAGE_ROWS) yield rows.slice(at, at + PAGE_ROWS);
    if (isLast) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** A page may end between two copies of a doubled relationship: its last id is left to the next page. */
function withoutCutId<Row extends GraphRow>(page: readonly Row[]): readonly Row[] {
  const cut = page.at(-1)?.id;
  const whole = page.filter(({ id }) => id !== cut);
  return whole.length === 0 ? page : whole;
}

/** An edge as the statements return it. */
export function readEdge(stored: Stored): RelationshipInContext {
  return {
    of: readText(stored["of"]),
    relationship: decode(KINDS.relationship, stored["relationship"] as Stored),
    source: readOrNull(KINDS.entity, stored["source"]),
    target: readOrNull(KINDS.entity, stored["target"]),
    evidence: readList(KINDS.evidence, stored["evidence"]),
  };
}

/** The annotations of chunks, with the entities that they name. */
export async function readAnnotations(
  transaction: Transaction,
  ids: readonly string[],
  parameters: ReadParameters,
): Promise<Annotations> {
  const stored = await readStored(transaction, QUERIES.annotations, { ...parameters, of: ids });
  const found = listsByNumber(ids.length, stored, ({ mentions, claims, quotes }) => ({
    mentions: readList(KINDS.mention, mentions),
    claims: (claims as readonly Stored[]).map(({ evidence, relationship }) => ({
      evidence: decode(KINDS.evidence, evidence as Stored),
      relationship: decode(KINDS.relationship, relationship as Stored),
    })),
    quotes: readList(KINDS.quote, quotes),
  }));
  const chunks = ids.map((chunk, at) => ({ chunk, ...(found[at]?.[0] ?? { mentions: [], claims: [], quotes: [] }) }));
  const named = chunks.flatMap(({ mentions, claims }) => [
    ...mentions.map(({ entity }) => entity),
    ...claims.flatMap(({ relationship: { source, target } }) => [source, target]),
  ]);
  const of = [...new Set(named)].sort(compareText);
  return { chunks, entities: await readRows(transaction, KINDS.entity, QUERIES.entitiesById, { ...parameters, of }) };
}

export function outlineOf({
  id,
  ordinal,
  startOffset,
  endOffset,
  speakers,
  startMs,
  approximate,
  endMs,
}: ChunkRow): ChunkOutline {
  const times = { startMs, ...(approximate === true ? { approximate } : {}), endMs };
  return { id, ordinal, startOffset, endOffset, speakers, ...times };
}

/** A row that may be missing. */
export function readOrNull<Row extends GraphRow>(kind: Kind<Row>, stored: unknown): Row | null {
  return stored === null || stored === undefined ? null : decode(kind, stored as Stored);
}

export function readList<Row extends GraphRow>(kind: Kind<Row>, stored: unknown): Row[] {
  return (stored as readonly Stored[]).map((one) => decode(kind, one));
}

/** Groups items into `count` lists by the number in `at`. */
export function listsByNumber<Item>(
  count: number,
  stored: readonly Stored[],
  read: (stored: Stored) => Item,
): readonly (readonly Item[])[] {
  const lists = Array.from({ length: count }, (): Item[] => []);
  for (const one of stored) lists[readNumber(one["at"])]?.push(read(one));
  return lists;
}

/** The row from `exact` when it would be stored with these properties, otherwise the row from the properties. */
export function decode<Row extends GraphRow>(kind: Kind<Row>, stored: Stored): Row {
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
