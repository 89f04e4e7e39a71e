import type { Statement } from "better-sqlite3";
import { compareSaidBy, compareText, type Evidence, type Polarity } from "../../../model/index.ts";
import type { EvidencePosition, FileMentions, SpokenBy, Support as CountedSupport } from "../../../ports/index.ts";
import { decodeId, decodeText, encodeId, encodeText, type SqlValue } from "../encoding.ts";
import { RowTable } from "../row-table.ts";
import { BEFORE_ALL_IDS, type GraphContext } from "./context.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_COLUMNS } from "./evidence-columns.ts";
import { isSaid, saidRows, type Spoken } from "./speech.ts";

/** Evidence of its subject: a mention supports an entity, an evidence row a relationship or quote. */
export interface Support {
  readonly id: string;
  readonly subject: string;
  readonly evidence: Evidence;
}

const COLUMNS = ["subject", ...EVIDENCE_COLUMNS];

export interface SupportOptions extends SpokenBy {
  readonly limit: number;
  readonly after?: EvidencePosition;
}

/** Places of columns in a selected row, which begins with the id. */
const FILE = 1 + COLUMNS.indexOf("file");
const CHUNK = 1 + COLUMNS.indexOf("chunk");
const SPEAKER = 1 + COLUMNS.indexOf("speaker");

/** The position in a file after which rows are listed. */
type AfterInFile = [startOffset: number, endOffset: number, id: SqlValue];
type SupportCounts = [
  file: number,
  speaker: number | null,
  polarity: number,
  count: number,
  startMs: number | null,
  endMs: number | null,
];
type SaidCount = [chunk: number, speaker: number | null, polarity: number, count: number];
type FileCounts = [file: SqlValue, explicit: number, implied: number];
const START_OF_FILE: AfterInFile = [-1, -1, BEFORE_ALL_IDS];
/** No label has this number. */
export const NO_LABEL = 0;

/** The most staged rows. Sorting them takes no more memory than the page cache. */
const STAGED_ROWS = 250_000;

/**
 * The two large tables, which have the same columns. No other table refers to their rows, so the rows have no number in
 * `node`.
 *
 * Ids are hashes, so rows arrive in the worst order for the index of ids: with millions of rows nearly every row would
 * write another page of it. Rows are therefore staged durably, and merged in the order of id before a read or a
 * removal, and when the projection completes.
 */
export class SupportTable {
  readonly #context: GraphContext;
  readonly #kind: "mention" | "evidence";
  readonly #rows: RowTable;
  readonly #stage: Statement<SqlValue[]>;
  readonly #merge: Statement<[]>;
  readonly #unstage: Statement<[]>;
  readonly #lastNumber: Statement<[], number>;
  readonly #countStaged: Statement<[], number>;
  readonly #page: Statement<[SqlValue, number], SqlValue[]>;
  readonly #files: Statement<[number, SqlValue], [file: number, value: SqlValue]>;
  readonly #inFile: Statement<[number, number, ...AfterInFile], SqlValue[]>;
  readonly #inChunk: Statement<[number], SqlValue[]>;
  readonly #support: Statement<[number, number], SupportCounts>;
  readonly #counts: Statement<[number, number], FileCounts>;
  readonly #saidCounts: Statement<[number, number], SaidCount>;
  readonly #firstSaid: Statement<[string, number, string, number], SqlValue[]>;
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
    this.#page = connection.prepare<[SqlValue, number], SqlValue[]>(`${select} WHERE id > ? ORDER BY id LIMIT ?`).raw();
    this.#files = connection
      .prepare<[number, SqlValue], [number, SqlValue]>(
        `SELECT label.n, label.value FROM (SELECT DISTINCT file FROM ${kind} WHERE subject = ?) found
         CROSS JOIN label ON label.n = found.file WHERE label.value >= ? ORDER BY label.value`,
      )
      .raw();
    this.#inFile = connection
      .prepare<[number, number, ...AfterInFile], SqlValue[]>(
        `${select} WHERE subject = ? AND file = ? AND (start_offset, end_offset, id) > (?, ?, ?)
         ORDER BY start_offset, end_offset, id`,
      )
      .raw();
    this.#inChunk = connection
      .prepare<[number], SqlValue[]>(`${select} WHERE chunk = ? ORDER BY start_offset, end_offset, id`)
      .raw();
    this.#support = connection
      .prepare<[number, number], SupportCounts>(
        `SELECT file, speaker, polarity, count(*), min(start_ms), max(coalesce(end_ms, start_ms)) FROM (
           SELECT file, speaker, polarity, start_ms, end_ms FROM ${kind} CROSS JOIN label ON label.n = file WHERE subject = ?
           ORDER BY label.value, start_offset, end_offset, id LIMIT ?)
         GROUP BY file, speaker, polarity`,
      )
      .raw();
    this.#counts = connection
      .prepare<[number, number], FileCounts>(
        `SELECT label.value, counted.rows - counted.implied, counted.implied
         FROM (SELECT file, count(*) AS rows, count(*) FILTER (WHERE polarity = ?) AS implied
               FROM ${kind} WHERE subject = ? GROUP BY file) counted
         CROSS JOIN label ON label.n = counted.file ORDER BY label.value`,
      )
      .raw();
    this.#saidCounts = connection
      .prepare<[number, number], SaidCount>(
        `SELECT chunk, speaker, polarity, count(*) FROM ${kind} WHERE subject = ? AND file = ? GROUP BY chunk, speaker, polarity`,
      )
      .raw();
    // Several rows may have one rank: their order needs columns that the index does not have. The plus keeps SQLite from looking
    // for each subject in each chunk.
    this.#firstSaid = connection
      .prepare<[string, number, string, number], SqlValue[]>(
        `${select} WHERE n IN (SELECT n FROM (
           SELECT said.n, rank() OVER (PARTITION BY said.subject ORDER BY pair.value ->> 2, said.start_offset) AS place
           FROM ${saidRows(kind)} WHERE said.polarity <> ? AND +said.subject IN (SELECT value FROM json_each(?)))
         WHERE place <= ?) ORDER BY start_offset, end_offset, id`,
      )
      .raw();
  }

  /** Whether there are staged rows. */
  get staged(): boolean {
    return this.#staged > 0;
  }

  upsert({ id, subject, evidence }: Support): void {
    this.#stage.run(encodeId(id), this.#context.nodes.intern(subject), ...encodeEvidence(this.#context, evidence));
    this.#staged += 1;
    if (this.#staged >= STAGED_ROWS) this.merge();
  }

  /** Merges the staged rows, within a transaction. */
  merge(): void {
    if (!this.staged) return;
    const before = this.#lastNumber.get() ?? 0;
    this.#merge.run();
    this.#unstage.run();
    this.#context.counters.add(this.#kind, (this.#lastNumber.get() ?? 0) - before);
    this.#staged = 0;
  }

  /** Counts the staged rows again, after a rollback or a clear. */
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

  /** In the order of file and offset. Reads file by file, so that a page of a hub does not sort all its rows. */
  of(subject: string, { limit, after, speaker }: SupportOptions): Support[] {
    const { nodes, speakers } = this.#context;
    const node = nodes.find(subject);
    const person = speaker === undefined ? undefined : nodes.find(speaker);
    if (node === null || person === null) return [];
    const spoken = person === undefined ? null : speakers.of(person);
    const found: SqlValue[][] = [];
    for (const { file, start } of this.#filesOf(node, spoken, after)) {
      if (found.length >= limit) break;
      for (const columns of this.#inFile.iterate(node, file, ...start)) {
        if (spoken !== null && !isSaid(spoken, columns[CHUNK], columns[SPEAKER])) continue;
        found.push(columns);
        if (found.length >= limit) break;
      }
    }
    return found.map((columns) => this.#decode(columns));
  }

  /** The files of a subject from a position on, in their order; with a speaker, only those in which the person speaks. */
  #filesOf(
    node: number,
    spoken: Spoken | null,
    after: EvidencePosition | undefined,
  ): readonly { readonly file: number; readonly start: AfterInFile }[] {
    const from = after?.file ?? "";
    const startIn = (name: string): AfterInFile =>
      after?.file === name ? [after.startOffset, after.endOffset, encodeId(after.id)] : START_OF_FILE;
    // A relationship is said in few files; an entity may be mentioned in more than those in which the person speaks.
    if (spoken !== null && this.#kind === "mention")
      return spoken.files
        .filter(({ name }) => compareText(name, from) >= 0)
        .map(({ file, name }) => ({ file, start: startIn(name) }));
    const speaksIn = spoken === null ? null : new Set(spoken.files.map(({ file }) => file));
    return this.#files
      .all(node, encodeText(from))
      .filter(([file]) => speaksIn === null || speaksIn.has(file))
      .map(([file, value]) => ({ file, start: startIn(decodeText(value)) }));
  }

  /** For each subject the first explicit rows that a person says, at most `each`, in the order of file and offset. */
  firstSaid({ pairs, files }: Spoken, subjects: readonly string[], each: number): (subject: string) => Support[] {
    if (subjects.length === 0) return () => [];
    const { nodes, labels } = this.#context;
    const implied = labels.find("implied") ?? NO_LABEL;
    const numbers = subjects.flatMap((subject) => nodes.find(subject) ?? []);
    const places = new Map(files.map(({ file }, place) => [file, place]));
    const placeOf = (columns: readonly SqlValue[]): number => places.get(columns[FILE] as number) ?? 0;
    const found = this.#firstSaid
      .all(pairs, implied, JSON.stringify(numbers), each)
      .sort((one, other) => placeOf(one) - placeOf(other))
      .map((columns) => this.#decode(columns));
    const bySubject = Map.groupBy(found, ({ subject }) => subject);
    return (subject) => (bySubject.get(subject) ?? []).slice(0, each);
  }

  /** In the order of offset. */
  inChunk(chunk: string): Support[] {
    const node = this.#context.nodes.find(chunk);
    return node === null ? [] : this.#inChunk.all(node).map((columns) => this.#decode(columns));
  }

  /** The first rows of a subject, counted by file, label and polarity. */
  counted(subject: string, each: number): CountedSupport[] {
    const { nodes, labels } = this.#context;
    const node = nodes.find(subject);
    if (node === null) return [];
    return this.#support
      .all(node, each)
      .map(([file, speaker, polarity, count, startMs, endMs]) => ({
        of: subject,
        file: labels.value(file),
        speaker: labels.valueOrNull(speaker),
        polarity: labels.value(polarity) as Polarity,
        count,
        startMs,
        endMs,
      }))
      .sort(compareSaidBy);
  }

  /** The number of rows of a subject in each file, in the order of file; implied rows were found. */
  countsByFile(subject: string, { speaker }: SpokenBy): FileMentions[] {
    const { nodes, labels, speakers } = this.#context;
    const node = nodes.find(subject);
    const person = speaker === undefined ? undefined : nodes.find(speaker);
    if (node === null || person === null) return [];
    const implied = labels.find("implied") ?? NO_LABEL;
    if (person !== undefined) return this.#saidByFile(node, speakers.of(person), implied);
    return this.#counts
      .all(implied, node)
      .map(([file, mentions, found]) => ({ file: decodeText(file), mentions, found }));
  }

  #saidByFile(node: number, spoken: Spoken, implied: number): FileMentions[] {
    return spoken.files.flatMap(({ file, name }) => {
      const said = this.#saidCounts.all(node, file).filter(([chunk, speaker]) => isSaid(spoken, chunk, speaker));
      const sum = (isFound: boolean): number =>
        said.reduce((all, [, , polarity, count]) => all + ((polarity === implied) === isFound ? count : 0), 0);
      return said.length === 0 ? [] : [{ file: name, mentions: sum(false), found: sum(true) }];
    });
  }

  #decode(columns: readonly SqlValue[]): Support {
    const [id, subject] = columns;
    return {
      id: decodeId(id),
      subject: this.#context.nodes.value(subject),
      evidence: decodeEvidence(this.#context, columns, 2),
    };
  }
}
