import type { Statement } from "better-sqlite3";
import type { Evidence } from "../../../model/index.ts";
import type { Page, SpokenBy } from "../../../ports/index.ts";
import { decodeId, decodeText, encodeId, type Stored } from "../encoding.ts";
import { RowTable } from "../row-table.ts";
import { BEFORE_ALL_IDS, type GraphContext } from "./context.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_COLUMNS } from "./evidence-columns.ts";
import { isSpoken } from "./speech.ts";

/** Evidence of its subject: a mention supports an entity, an evidence row a relationship or quote. */
export interface Support {
  readonly id: string;
  readonly subject: string;
  readonly evidence: Evidence;
}

const COLUMNS = ["subject", ...EVIDENCE_COLUMNS];

/** So many rows wait at most; sorting them takes no more memory than the page cache. */
const STAGED_ROWS = 250_000;

/**
 * The two large tables, which are shaped alike. Nothing refers to their rows, so these have no number in `node`.
 *
 * Ids are hashes, so rows come in the worst order for the index of ids: with millions of rows nearly every
 * one would write a page of it. Rows are therefore staged, as durable as others, and merged many at a time in the
 * order of id: before anything is asked or removed, and when the projection completes.
 */
export class SupportTable {
  readonly #context: GraphContext;
  readonly #kind: "mention" | "evidence";
  readonly #rows: RowTable;
  readonly #stage: Statement<Stored[]>;
  readonly #merge: Statement<[]>;
  readonly #unstage: Statement<[]>;
  readonly #lastNumber: Statement<[], number>;
  readonly #countStaged: Statement<[], number>;
  readonly #page: Statement<[Stored, number], Stored[]>;
  readonly #files: Statement<[number], [file: number, value: Stored, rows: number]>;
  readonly #inFile: Statement<[number, number, number, number], Stored[]>;
  readonly #saidInFile: Statement<[number, number, number, number], Stored[]>;
  #staged: number;

  constructor(context: GraphContext, kind: "mention" | "evidence") {
    const { connection } = context;
    this.#context = context;
    this.#kind = kind;
    this.#rows = new RowTable(connection, kind, "id", COLUMNS);
    const list = COLUMNS.join(", ");
    this.#stage = connection.prepare(
      `INSERT INTO ${kind}_staged(id, ${list}) VALUES (?, ${COLUMNS.map(() => "?").join(", ")})`,
    );
    this.#merge = connection.prepare(
      `INSERT INTO ${kind}(id, ${list}) SELECT id, ${list} FROM ${kind}_staged WHERE true ORDER BY id, n
       ON CONFLICT(id) DO UPDATE SET (${list}) = (${COLUMNS.map((column) => `excluded.${column}`).join(", ")})
       WHERE (${COLUMNS.map((column) => `${kind}.${column}`).join(", ")}) IS NOT (${COLUMNS.map((column) => `excluded.${column}`).join(", ")})`,
    );
    this.#unstage = connection.prepare(`DELETE FROM ${kind}_staged`);
    this.#lastNumber = connection.prepare<[], number>(`SELECT coalesce(max(n), 0) FROM ${kind}`).pluck();
    this.#countStaged = connection.prepare<[], number>(`SELECT count(*) FROM ${kind}_staged`).pluck();
    this.#staged = this.#countStaged.get() ?? 0;
    const select = `SELECT id, ${list} FROM ${kind}`;
    this.#page = connection.prepare<[Stored, number], Stored[]>(`${select} WHERE id > ? ORDER BY id LIMIT ?`).raw();
    this.#files = connection
      .prepare<[number], [number, Stored, number]>(
        `SELECT label.n, label.value, found.rows
         FROM (SELECT file, count(*) AS rows FROM ${kind} WHERE subject = ? GROUP BY file) found
         CROSS JOIN label ON label.n = found.file ORDER BY label.value`,
      )
      .raw();
    this.#inFile = connection
      .prepare<[number, number, number, number], Stored[]>(
        `${select} WHERE subject = ? AND file = ? ORDER BY start_offset, end_offset, id LIMIT ? OFFSET ?`,
      )
      .raw();
    this.#saidInFile = connection
      .prepare<[number, number, number, number], Stored[]>(
        `${select} WHERE subject = ? AND file = ? AND ${isSpoken(kind)} ORDER BY start_offset, end_offset, id LIMIT ?`,
      )
      .raw();
  }

  /** Whether rows wait to be merged. */
  get staged(): boolean {
    return this.#staged > 0;
  }

  upsert({ id, subject, evidence }: Support): void {
    this.#stage.run(encodeId(id), this.#context.nodes.intern(subject), ...encodeEvidence(this.#context, evidence));
    this.#staged += 1;
    if (this.#staged >= STAGED_ROWS) this.merge();
  }

  /** Merges what was staged, within a transaction. */
  merge(): void {
    if (!this.staged) return;
    const before = this.#lastNumber.get() ?? 0;
    this.#merge.run();
    this.#unstage.run();
    this.#context.counters.add(this.#kind, (this.#lastNumber.get() ?? 0) - before);
    this.#staged = 0;
  }

  /** Finds out anew what is staged, after a rollback or when all was cleared. */
  recount(): void {
    this.#staged = this.#countStaged.get() ?? 0;
  }

  remove(id: string): void {
    this.merge();
    if (this.#rows.take(encodeId(id)) !== null) this.#context.counters.add(this.#kind, -1);
  }

  page(after: string | null, limit: number): Support[] {
    return this.#page
      .all(after === null ? BEFORE_ALL_IDS : encodeId(after), limit)
      .map((columns) => this.#decode(columns));
  }

  /** In the order of file and offset. Walks file by file, so that a page of a hub does not sort all its rows. */
  of(subject: string, { speaker, ...page }: Page & SpokenBy): Support[] {
    const { nodes } = this.#context;
    const node = nodes.find(subject);
    if (node === null) return [];
    if (speaker === undefined) return this.#all(node, page);
    const person = nodes.find(speaker);
    return person === null ? [] : this.#said(node, person, page);
  }

  #said(node: number, person: number, { limit, offset = 0 }: Page): Support[] {
    const wanted = offset + limit;
    const found: Stored[][] = [];
    for (const [file] of this.#files.all(node)) {
      if (found.length >= wanted) break;
      found.push(...this.#saidInFile.all(node, file, person, wanted - found.length));
    }
    return found.slice(offset).map((columns) => this.#decode(columns));
  }

  #all(node: number, { limit, offset = 0 }: Page): Support[] {
    const found: Support[] = [];
    let skip = offset;
    for (const [file, , rows] of this.#files.all(node)) {
      if (found.length >= limit) break;
      if (skip < rows) {
        const columns = this.#inFile.all(node, file, limit - found.length, skip);
        found.push(...columns.map((values) => this.#decode(values)));
      }
      skip = Math.max(0, skip - rows);
    }
    return found;
  }

  /** In the order of `of`. */
  filesOf(subject: string): string[] {
    const node = this.#context.nodes.find(subject);
    return node === null ? [] : this.#files.all(node).map(([, value]) => decodeText(value));
  }

  #decode(columns: readonly Stored[]): Support {
    const [id, subject] = columns;
    return {
      id: decodeId(id),
      subject: this.#context.nodes.value(subject),
      evidence: decodeEvidence(this.#context, columns, 2),
    };
  }
}
