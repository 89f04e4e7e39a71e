import type { Statement } from "better-sqlite3";
import type { TranscriptRow } from "../../../model/index.ts";
import type { Page } from "../../../ports/index.ts";
import { decodeId, type Stored } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import type { GraphContext, KindTable } from "./context.ts";
import { NodeTable } from "./node-table.ts";

export class TranscriptTable implements KindTable<TranscriptRow> {
  readonly #context: GraphContext;
  readonly #table: NodeTable;
  readonly #list: Statement<[number, number], Stored[]>;

  constructor(context: GraphContext) {
    this.#context = context;
    this.#table = new NodeTable(context, "transcript", ["file", "format", "turns"]);
    this.#list = context.connection
      .prepare<[number, number], Stored[]>(
        `SELECT node.value, t.file, t.format, t.turns FROM transcript t JOIN node USING (n) JOIN label ON label.n = t.file
         ORDER BY label.value, node.value LIMIT ? OFFSET ?`,
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

  list({ limit, offset = 0 }: Page): TranscriptRow[] {
    return this.#list.all(limit, offset).map(([id, ...columns]) => this.#decode(decodeId(id), columns));
  }

  #decode(id: string, [file, format, turns]: Columns): TranscriptRow {
    const { labels } = this.#context;
    return { kind: "transcript", id, file: labels.value(file), format: labels.value(format), turns: turns as number };
  }
}
