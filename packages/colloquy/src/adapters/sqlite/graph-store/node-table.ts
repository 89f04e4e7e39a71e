import type { Statement } from "better-sqlite3";
import type { GraphRowKind } from "../../../model/index.ts";
import { decodeId, encodeId, type SqlValue } from "../encoding.ts";
import { type Columns, RowTable, type Written } from "../row-table.ts";
import { BEFORE_ALL_IDS, type GraphContext } from "./context.ts";

/** A table whose rows other tables refer to. Its key is the row's number in `node`. */
export class NodeTable {
  readonly #context: GraphContext;
  readonly #rows: RowTable;
  readonly #page: Statement<[SqlValue, number], SqlValue[]>;

  constructor(context: GraphContext, table: GraphRowKind, columns: readonly string[]) {
    this.#context = context;
    this.#rows = new RowTable(context.connection, table, "n", columns);
    const list = columns.map((column) => `row.${column}`).join(", ");
    this.#page = context.connection
      .prepare<[SqlValue, number], SqlValue[]>(
        `SELECT node.value, ${list} FROM node CROSS JOIN ${table} row ON row.n = node.n WHERE node.value > ? ORDER BY node.value LIMIT ?`,
      )
      .raw();
  }

  put(id: string, columns: Columns): { readonly n: number; readonly written: Written } {
    const n = this.#context.nodes.intern(id);
    return { n, written: this.#rows.put(n, columns) };
  }

  get(id: string): Columns | null {
    const n = this.#context.nodes.find(id);
    return n === null ? null : this.#rows.get(n);
  }

  take(id: string): { readonly n: number; readonly columns: Columns } | null {
    const n = this.#context.nodes.find(id);
    const columns = n === null ? null : this.#rows.take(n);
    return n === null || columns === null ? null : { n, columns };
  }

  page<Row>(after: string | null, limit: number, decode: (id: string, columns: Columns) => Row): Row[] {
    const rows = this.#page.all(after === null ? BEFORE_ALL_IDS : encodeId(after), limit);
    return rows.map(([id, ...columns]) => decode(decodeId(id), columns));
  }
}
