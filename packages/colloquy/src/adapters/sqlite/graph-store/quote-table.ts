import type { Statement } from "better-sqlite3";
import type { QuoteRow } from "../../../model/index.ts";
import type { EvidencePosition, Page } from "../../../ports/index.ts";
import { decodeId, decodeText, encodeId, encodeText, type SqlValue } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import type { GraphContext, KindTable } from "./context.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_COLUMNS } from "./evidence-columns.ts";
import { NodeTable } from "./node-table.ts";

/** `words` is null if the quote equals the text of its evidence, as nearly all do. */
const COLUMNS = ["said_by", "about", "words", ...EVIDENCE_COLUMNS];

export interface QuoteOptions extends Page<EvidencePosition> {
  readonly speaker?: string;
  readonly about?: string;
  /** Quotes by or about this entity. */
  readonly of?: string;
}

/** The SQL condition of each option. Each takes the number of an entity, `of` twice. */
const CONDITIONS = {
  speaker: "q.said_by = ?",
  about: "q.n IN (SELECT quote FROM quote_about WHERE entity = ?)",
  of: "q.n IN (SELECT n FROM quote WHERE said_by = ? UNION SELECT quote FROM quote_about WHERE entity = ?)",
} as const;
const AFTER = "(label.value, q.start_offset, q.end_offset, node.value) > (?, ?, ?, ?)";

export class QuoteTable implements KindTable<QuoteRow> {
  readonly #context: GraphContext;
  readonly #table: NodeTable;
  readonly #insertAbout: Statement<[number, number]>;
  readonly #deleteAbout: Statement<[number, number]>;
  readonly #inChunk: Statement<[number], SqlValue[]>;
  readonly #statements = new Map<string, Statement<SqlValue[], SqlValue[]>>();

  constructor(context: GraphContext) {
    this.#context = context;
    this.#table = new NodeTable(context, "quote", COLUMNS);
    this.#insertAbout = context.connection.prepare(
      "INSERT INTO quote_about(entity, quote) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    this.#inChunk = context.connection
      .prepare<[number], SqlValue[]>(
        `SELECT node.value, ${COLUMNS.map((column) => `q.${column}`).join(", ")}
         FROM quote q CROSS JOIN node ON node.n = q.n WHERE q.chunk = ? ORDER BY q.start_offset, q.end_offset, node.value`,
      )
      .raw();
    this.#deleteAbout = context.connection.prepare("DELETE FROM quote_about WHERE entity = ? AND quote = ?");
  }

  upsert(row: QuoteRow): void {
    const { nodes, counters } = this.#context;
    const about = row.about.map((entity) => nodes.intern(entity));
    const { n, written } = this.#table.put(row.id, [
      nodes.internNullable(row.speaker),
      JSON.stringify(about),
      row.text === row.evidence.text ? null : encodeText(row.text),
      ...encodeEvidence(this.#context, row.evidence),
    ]);
    if (written === "same") return;
    if (written === "inserted") counters.add("quote", 1);
    else this.#removeAbout(n, written);
    for (const entity of about) this.#insertAbout.run(entity, n);
  }

  remove(id: string): void {
    const taken = this.#table.take(id);
    if (taken === null) return;
    this.#context.counters.add("quote", -1);
    this.#removeAbout(taken.n, taken.columns);
  }

  page(after: string | null, limit: number): QuoteRow[] {
    return this.#table.page(after, limit, (id, columns) => this.#decode(id, columns));
  }

  list({ limit, after, ...filter }: QuoteOptions): QuoteRow[] {
    const conditions: string[] = [];
    const parameters: SqlValue[] = [];
    for (const name of ["speaker", "about", "of"] as const) {
      const id = filter[name];
      if (id === undefined) continue;
      const node = this.#context.nodes.find(id);
      if (node === null) return [];
      conditions.push(CONDITIONS[name]);
      parameters.push(node, ...(name === "of" ? [node] : []));
    }
    if (after !== undefined) {
      conditions.push(AFTER);
      parameters.push(encodeText(after.file), after.startOffset, after.endOffset, encodeId(after.id));
    }
    const found = this.#statement(conditions).all(...parameters, limit);
    return found.map(([id, ...columns]) => this.#decode(decodeId(id), columns));
  }

  /** In the order of offset. */
  inChunk(chunk: string): QuoteRow[] {
    const node = this.#context.nodes.find(chunk);
    if (node === null) return [];
    return this.#inChunk.all(node).map(([id, ...columns]) => this.#decode(decodeId(id), columns));
  }

  #statement(conditions: readonly string[]): Statement<SqlValue[], SqlValue[]> {
    const sql = `
      SELECT node.value, ${COLUMNS.map((column) => `q.${column}`).join(", ")}
      FROM quote q CROSS JOIN node ON node.n = q.n CROSS JOIN label ON label.n = q.file
      WHERE ${["true", ...conditions].join(" AND ")}
      ORDER BY label.value, q.start_offset, q.end_offset, node.value LIMIT ?`;
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#context.connection.prepare<SqlValue[], SqlValue[]>(sql).raw();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #removeAbout(n: number, columns: Columns): void {
    for (const entity of JSON.parse(columns[1] as string) as number[]) this.#deleteAbout.run(entity, n);
  }

  #decode(id: string, columns: Columns): QuoteRow {
    const { nodes } = this.#context;
    const [speaker, about, words] = columns;
    const evidence = decodeEvidence(this.#context, columns, 3);
    return {
      kind: "quote",
      id,
      speaker: nodes.valueOrNull(speaker),
      about: (JSON.parse(about as string) as number[]).map((n) => nodes.value(n)),
      text: words === null ? evidence.text : decodeText(words),
      evidence,
    };
  }
}
