import type { Statement } from "better-sqlite3";
import type { TranscriptRow } from "../../../model/index.ts";
import type { FilePosition, Page } from "../../../ports/index.ts";
import { decodeId, encodeId, encodeText, type SqlValue } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import { BEFORE_ALL_IDS, type GraphContext, type KindTable } from "./context.ts";
import { NodeTable } from "./node-table.ts";

export class TranscriptTable implements KindTable<TranscriptRow> {
  readonly #context: GraphContext;
  readonly #table: NodeTable;
  readonly #list: Statement<[SqlValue, SqlValue, number], SqlValue[]>;

  constructor(context: GraphContext) {
    this.#context = context;
    this.#table = new NodeTable(context, "transcript", ["file", "format", "turns"]);
    this.#list = context.connection
      .prepare<[SqlValue, SqlValue, number], SqlValue[]>(
        `SELECT node.value, t.file, t.format, t.turns FROM transcript t JOIN node USING (n) JOIN label ON label.n = t.file
         WHERE (label.value, node.value) > (?, ?) ORDER BY label.value, node.value LIMIT ?`,
      )
      .raw();
  }

  upsert(row: TranscriptRow): void {
    const { labels, counters } = this.#context;
    const { written } = this.#table.put(row.id, [labels.intern(row.file), labels.intern(row.format), row.turns]);
    if (written === "inserted") counters.add("transcript", 1);
  }

  remove(id: string): void {
    if (this.#table.take(id) !== null) this.#context.counters.add("transcript", -1);
  }

  page(after: string | null, limit: number): TranscriptRow[] {
    return this.#table.page(after, limit, (id, columns) => this.#decode(id, columns));
  }

  list({ limit, after }: Page<FilePosition>): TranscriptRow[] {
    const file = after === undefined ? "" : encodeText(after.file);
    const id = after === undefined ? BEFORE_ALL_IDS : encodeId(after.id);
    return this.#list.all(file, id, limit).map(([found, ...columns]) => this.#decode(decodeId(found), columns));
  }

  #decode(id: string, [file, format, turns]: Columns): TranscriptRow {
    const { labels } = this.#context;
    return { kind: "transcript", id, file: labels.value(file), format: labels.value(format), turns: turns as number };
  }
}
