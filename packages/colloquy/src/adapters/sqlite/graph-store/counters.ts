import type { Database, Statement } from "better-sqlite3";
import type { GraphRowKind } from "../../../model/index.ts";

/** A kind of rows; `derived`: relationships that no words state, which are counted as relationships, too. */
type CountedKind = GraphRowKind | "derived";

/** The type of kinds that are not counted by type. */
const NO_TYPE = 0;

interface Change {
  readonly kind: CountedKind;
  readonly type: number;
  count: number;
}

/** Counts rows by kind and type as they are written, so that reading the counts does not scan millions of rows. */
export class Counters {
  readonly #changes = new Map<string, Change>();
  readonly #write: Statement<[string, number, number]>;
  readonly #read: Statement<[], { kind: CountedKind; type: number; count: number }>;

  constructor(connection: Database) {
    this.#write = connection.prepare(
      "INSERT INTO counter(kind, type, count) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
    );
    this.#read = connection.prepare("SELECT kind, type, count FROM counter WHERE count <> 0 ORDER BY kind, type");
  }

  add(kind: CountedKind, count: number, type: number = NO_TYPE): void {
    const key = `${kind} ${type}`;
    const change = this.#changes.get(key);
    if (change === undefined) this.#changes.set(key, { kind, type, count });
    else change.count += count;
  }

  /** Writes the added counts, in the same transaction as the rows. */
  flush(): void {
    for (const { kind, type, count } of this.#changes.values()) if (count !== 0) this.#write.run(kind, type, count);
    this.#changes.clear();
  }

  forget(): void {
    this.#changes.clear();
  }

  read(): readonly { readonly kind: CountedKind; readonly type: number; readonly count: number }[] {
    return this.#read.all();
  }
}
