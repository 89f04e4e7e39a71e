import type { Statement } from "better-sqlite3";
import {
  type Derivation,
  POLARITIES,
  polarityCounts,
  type RelationshipRow,
  type Withdrawal,
} from "../../../model/index.ts";
import type { Page, RelationshipFilter, RelationshipPosition } from "../../../ports/index.ts";
import { decodeId, encodeId, type SqlValue } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import type { GraphContext, KindTable } from "./context.ts";
import { NodeTable } from "./node-table.ts";
import { CROSS_EPISODE_LABEL, IS_EPISODE, IS_EXPLICIT, IS_SHOWN } from "./schema.ts";
import { saidRows, type Spoken } from "./speech.ts";
import { NO_LABEL } from "./support-table.ts";

const COLUMNS = ["id", "source", "type", "target", "confidence", "count", "withdrawn", ...POLARITIES, "derivation"];
const SELECT = `SELECT ${COLUMNS.join(", ")} FROM relationship`;
const ORDER = "ORDER BY count DESC, confidence DESC, id LIMIT ?";
/** Follows a relationship in that order. The range of counts is the first condition, so that SQLite uses the index. */
const AFTER = "count <= ? AND (count < ? OR confidence < ? OR (confidence = ? AND id > ?))";

export interface RelationshipOptions extends Page<RelationshipPosition>, RelationshipFilter {}

export class RelationshipTable implements KindTable<RelationshipRow> {
  readonly #context: GraphContext;
  readonly #table: NodeTable;
  readonly #degree: Statement<[number, number, number, number, number], number>;
  readonly #statements = new Map<string, Statement<SqlValue[], SqlValue[]>>();

  constructor(context: GraphContext) {
    this.#context = context;
    this.#table = new NodeTable(context, "relationship", COLUMNS);
    const shown = `${IS_SHOWN} AND withdrawn IS NULL`;
    this.#degree = context.connection
      .prepare<[number, number, number, number, number], number>(
        `SELECT count(*) FROM (
           SELECT * FROM (SELECT 1 FROM relationship WHERE source = ? AND ${shown} LIMIT ?)
           UNION ALL
           SELECT * FROM (SELECT 1 FROM relationship WHERE target = ? AND source <> ? AND ${shown} LIMIT ?))`,
      )
      .pluck();
  }

  upsert(row: RelationshipRow): void {
    const { labels, nodes, counters } = this.#context;
    const type = labels.intern(row.type);
    const { written } = this.#table.put(row.id, [
      encodeId(row.id),
      nodes.intern(row.source),
      type,
      nodes.intern(row.target),
      row.confidence,
      row.count,
      row.withdrawn === undefined ? null : labels.intern(row.withdrawn),
      ...POLARITIES.map((polarity) => row.polarity[polarity]),
      row.derived === undefined ? null : JSON.stringify(row.derived),
    ]);
    if (written === "same") return;
    if (written !== "inserted") this.#count(written, -1);
    counters.add("relationship", 1, type);
    if (row.derived !== undefined) counters.add("derived", 1);
  }

  remove(id: string): void {
    const taken = this.#table.take(id);
    if (taken !== null) this.#count(taken.columns, -1);
  }

  #count(columns: Columns, change: number): void {
    const { counters } = this.#context;
    counters.add("relationship", change, columns[2] as number);
    if ((columns.at(-1) ?? null) !== null) counters.add("derived", change);
  }

  page(after: string | null, limit: number): RelationshipRow[] {
    return this.#table.page(after, limit, (_, columns) => this.#decode(columns));
  }

  get(id: string): RelationshipRow | null {
    const columns = this.#table.get(id);
    return columns === null ? null : this.#decode(columns);
  }

  /** The number of relationships, up to `most`, without CROSS_EPISODE and withdrawn ones. */
  degree(entity: string, most: number): number {
    const node = this.#context.nodes.find(entity);
    if (node === null) return 0;
    return Math.min(most, this.#degree.get(node, most, node, node, most) ?? 0);
  }

  list({
    limit,
    after,
    entity,
    among,
    type,
    withdrawn = false,
    explicit = false,
  }: RelationshipOptions): RelationshipRow[] {
    const { labels, nodes } = this.#context;
    const label = type === undefined ? undefined : labels.find(type);
    const node = entity === undefined ? undefined : nodes.find(entity);
    if (label === null || node === null) return [];
    const set = among === undefined ? [] : [JSON.stringify(among.flatMap((id) => nodes.find(id) ?? []))];
    const condition = [
      isOfType(label, node !== undefined || among !== undefined),
      ...set.flatMap(() => [isAmong("source"), isAmong("target")]),
      ...(withdrawn ? [] : ["withdrawn IS NULL"]),
      ...(explicit ? [IS_EXPLICIT] : []),
      ...(after === undefined ? [] : [AFTER]),
    ].join(" AND ");
    const parameters: readonly SqlValue[] = [
      ...(label === undefined || label === CROSS_EPISODE_LABEL ? [] : [label]),
      ...set.flatMap((each) => [each, each]),
      ...(after === undefined
        ? []
        : [after.count, after.count, after.confidence, after.confidence, encodeId(after.id)]),
    ];
    if (node === undefined) return this.#read(`${SELECT} WHERE ${condition} ${ORDER}`, [...parameters, limit]);
    // Two lists in the order of their indexes, which SQLite merges; a relationship of an entity with itself is in one.
    const sql = `${SELECT} WHERE source = ? AND ${condition} UNION ALL ${SELECT} WHERE target = ? AND source <> ? AND ${condition} ${ORDER}`;
    return this.#read(sql, [node, ...parameters, node, node, ...parameters, limit]);
  }

  /** Relationships with explicit evidence that a person says, the best supported first, without withdrawn ones. */
  said(pairs: Spoken["pairs"], limit: number): RelationshipRow[] {
    const said = `SELECT said.subject FROM ${saidRows("evidence")} WHERE said.polarity <> ?`;
    const implied = this.#context.labels.find("implied") ?? NO_LABEL;
    return this.#read(`${SELECT} WHERE n IN (${said}) AND withdrawn IS NULL ${ORDER}`, [pairs, implied, limit]);
  }

  #read(sql: string, parameters: readonly SqlValue[]): RelationshipRow[] {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#context.connection.prepare<SqlValue[], SqlValue[]>(sql).raw();
      this.#statements.set(sql, statement);
    }
    return statement.all(...parameters).map((columns) => this.#decode(columns));
  }

  #decode([id, source, type, target, confidence, count, withdrawn, ...more]: Columns): RelationshipRow {
    const { labels, nodes } = this.#context;
    const derivation = more.at(-1) as string | null;
    return {
      kind: "relationship",
      id: decodeId(id),
      source: nodes.value(source),
      type: labels.value(type),
      target: nodes.value(target),
      confidence: confidence as number,
      count: count as number,
      polarity: polarityCounts((polarity) => more[POLARITIES.indexOf(polarity)] as number),
      ...(derivation === null ? {} : { derived: JSON.parse(derivation) as Derivation }),
      ...(withdrawn === null ? {} : { withdrawn: labels.value(withdrawn) as Withdrawal }),
    };
  }
}

/**
 * The condition for a type, or for all but CROSS_EPISODE. Partial indexes have literal conditions. If a list is found by its ends,
 * the plus keeps SQLite from the index of types.
 */
function isOfType(label: number | undefined, isByEnds: boolean): string {
  if (label === undefined) return IS_SHOWN;
  if (label === CROSS_EPISODE_LABEL) return IS_EPISODE;
  return `${IS_SHOWN} AND ${isByEnds ? "+type" : "type"} = ?`;
}

function isAmong(column: string): string {
  return `${column} IN (SELECT value FROM json_each(?))`;
}
