import Database from "better-sqlite3";
import type { ConclusionCheck, DamagedTable, ResolutionStep } from "../../../../ports/index.ts";
import { addChecksumFunctions, CHECKED_COLUMNS } from "../checksums.ts";
import { createLedgerContext, type LedgerContext } from "../context.ts";
import { readMeta, writeMeta } from "../meta.ts";
import { countDirtyTranscripts, deriveTranscript, dirtyTranscripts } from "../resolution/facts.ts";
import { filesOf } from "./find-damage.ts";
import { countUnresolved, resolutionSteps } from "../resolution/steps.ts";
import { LEDGER } from "../schema.ts";

const ROWS_A_STEP = 1_000;

/**
 * A second ledger in a temporary file of SQLite. It reads the replies of the first ledger and concludes everything
 * again. The file is removed however the process ends. The comparison relies on a property: the rows of a ledger do not
 * depend on its history.
 */
export class ConclusionChecker implements Disposable {
  readonly #original: LedgerContext;
  readonly #fresh: LedgerContext;
  readonly #steps: readonly ResolutionStep[];

  constructor(original: LedgerContext) {
    this.#original = original;
    const database = new Database("");
    database.pragma("cache_size = -32768");
    database.pragma("journal_mode = OFF");
    addChecksumFunctions(database);
    database.exec(LEDGER.schema);
    database.prepare("ATTACH ? AS original").run(original.database.name);
    // SQLite reads a table that the fresh ledger lacks from the original.
    for (const table of ["settled", "vectors", "corrections", "key_decisions", "name_senses", "checked_statements"])
      database.exec(`DROP TABLE main.${table}`);
    for (const table of ["sources", "transcripts", "chunks", "derived_relations"] as const) {
      const columns = ["no", ...CHECKED_COLUMNS[table], "checksum"].join(", ");
      database.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM original.${table}`);
    }
    this.#fresh = createLedgerContext(database, original.workspace, original.resolver);
    const profile = readMeta(original, "embedding_profile");
    if (profile !== null) writeMeta(this.#fresh, "embedding_profile", profile);
    this.#steps = resolutionSteps(this.#fresh);
  }

  /** Continues for about `milliseconds`. */
  proceed(milliseconds: number, signal?: AbortSignal): ConclusionCheck {
    const deadline = performance.now() + milliseconds;
    const isInTime = (): boolean => {
      signal?.throwIfAborted();
      return performance.now() < deadline;
    };
    const finished = this.#deriveUntil(isInTime) && this.#steps.every((step) => this.#repeat(step, isInTime));
    const remaining = finished ? 0 : countDirtyTranscripts(this.#fresh) + countUnresolved(this.#fresh);
    return { finished, remaining, tables: finished ? this.#differences() : [] };
  }

  [Symbol.dispose](): void {
    this.#fresh.database.close();
  }

  #deriveUntil(isInTime: () => boolean): boolean {
    for (;;) {
      const [transcript] = dirtyTranscripts(this.#fresh, 1);
      if (transcript === undefined) return true;
      if (!isInTime()) return false;
      this.#write(() => deriveTranscript(this.#fresh, transcript));
    }
  }

  #repeat(step: ResolutionStep, isInTime: () => boolean): boolean {
    for (let taken = ROWS_A_STEP; taken === ROWS_A_STEP;) {
      if (!isInTime()) return false;
      taken = this.#write(() => step(ROWS_A_STEP));
    }
    return true;
  }

  #write<T>(work: () => T): T {
    const { database, changes } = this.#fresh;
    return changes.transaction((whole) => database.transaction(whole)(), work);
  }

  #differences(): readonly DamagedTable[] {
    const { changes } = this.#original;
    const digest = changes.digest === this.#fresh.changes.digest ? [] : [damaged("meta")];
    const last = changes.epoch.number;
    const outside = EPOCHS.flatMap(({ table, condition, epoch }) => {
      const sql = `SELECT 1 FROM original.${table} WHERE ${condition} AND (${epoch} IS NULL OR ${epoch} NOT BETWEEN 1 AND ?) LIMIT 1`;
      return this.#fresh.sql(sql).get(last) === undefined ? [] : [damaged(table)];
    });
    const flags = FLAGS.flatMap(([table, flag]) =>
      this.#fresh.sql(`SELECT 1 FROM original.${table} WHERE ${flag} NOT IN (0, 1) LIMIT 1`).get() === undefined
        ? []
        : [damaged(table)],
    );
    const found = [...COMPARED.flatMap((part) => this.#differing(part)), ...outside, ...flags, ...digest];
    return found.filter(({ table }, index) => found.findIndex((other) => other.table === table) === index);
  }

  /** Takes one scan of each side. */
  #differing({ table, sums }: ComparedTable): DamagedTable[] {
    const read = (schema: string) =>
      new Map(
        (this.#fresh.sql(sums(schema)).all() as { part: number; sum: string }[]).map(({ part, sum }) => [part, sum]),
      );
    const original = read("original");
    const fresh = read("main");
    const parts = [...new Set([...original.keys(), ...fresh.keys()])].filter(
      (part) => original.get(part) !== fresh.get(part),
    );
    if (parts.length === 0) return [];
    const files = `SELECT file FROM main.transcripts WHERE no IN (${parts.filter(Number.isInteger).join(", ")})`;
    return [{ table, rows: null, ...filesOf(this.#fresh, files) }];
  }
}

const damaged = (table: string): DamagedTable => ({ table, rows: null, fileCount: 0, files: [] });

/**
 * Sums of a table's rows by `part`: a transcript's number, or 0. Row numbers are not compared, because they depend on
 * the history.
 */
interface ComparedTable {
  readonly table: string;
  readonly sums: (schema: string) => string;
}

const COMPARED: readonly ComparedTable[] = [
  {
    table: "transcripts",
    sums: (s) => `SELECT no AS part, checksum_sum(id, hash) AS sum FROM ${s}.transcripts GROUP BY no`,
  },
  {
    table: "chunks",
    sums: (s) =>
      `SELECT transcript_no AS part, checksum_sum(no, hash, vector_hash) AS sum FROM ${s}.chunks GROUP BY transcript_no`,
  },
  {
    // If several facts have the same statement at one position, any of them may have the row.
    table: "facts",
    sums: (s) =>
      `SELECT f.transcript_no AS part,
         checksum_sum(f.kind, f.chunk_no, a.key, b.key, f.start_offset, f.end_offset, f.flags, f.confidence, f.polarity, f.type, f.statement, v.name, v.type, f.of_id)
         || ' ' || checksum_sum(f.row_id, f.of_id, f.hash) FILTER (WHERE f.row_id IS NOT NULL) AS sum
       FROM ${s}.facts f LEFT JOIN ${s}.keys a ON a.no = f.a LEFT JOIN ${s}.keys b ON b.no = f.b
         LEFT JOIN ${s}.variants v ON v.no = f.variant GROUP BY f.transcript_no`,
  },
  {
    table: "quote_topics",
    sums: (s) =>
      `SELECT coalesce(f.transcript_no, 0) AS part, checksum_sum(f.chunk_no, f.start_offset, f.end_offset, k.key) AS sum
       FROM ${s}.quote_topics q LEFT JOIN ${s}.facts f ON f.no = q.fact_no LEFT JOIN ${s}.keys k ON k.no = q.key_no GROUP BY part`,
  },
  {
    table: "occurrences",
    sums: (s) =>
      `SELECT c.transcript_no AS part, checksum_sum(o.chunk_no, e.id, o.start_offset, o.end_offset, o.row_id, o.hash) AS sum
       FROM ${s}.occurrences o LEFT JOIN ${s}.chunks c ON c.no = o.chunk_no LEFT JOIN ${s}.entities e ON e.no = o.entity_no
       GROUP BY c.transcript_no`,
  },
  {
    table: "chunk_words",
    sums: (s) =>
      `SELECT c.transcript_no AS part, checksum_sum(w.chunk_no, w.words) AS sum
       FROM ${s}.chunk_words w LEFT JOIN ${s}.chunks c ON c.no = w.chunk_no GROUP BY c.transcript_no`,
  },
  {
    table: "keys",
    sums: (s) =>
      `SELECT 0 AS part, checksum_sum(k.key, e.id, k.sought) AS sum
       FROM ${s}.keys k LEFT JOIN ${s}.entities e ON e.no = k.entity_no WHERE k.entity_no IS NOT NULL`,
  },
  {
    table: "entities",
    sums: (s) =>
      `SELECT 0 AS part, checksum_sum(id, key, name, type, aliases, mentions, transcripts, hash) AS sum
       FROM ${s}.entities WHERE hash IS NOT NULL`,
  },
  {
    table: "derived_relations",
    sums: (s) =>
      `SELECT 0 AS part, checksum_sum(source, target, of_id) AS sum FROM ${s}.derived_relations WHERE of_id IS NOT NULL`,
  },
  {
    table: "relationships",
    sums: (s) =>
      `SELECT 0 AS part, checksum_sum(r.id, e.id, r.type, r.withdrawn, r.confidence, r.count, r.hash,
         CASE r.type WHEN 'CROSS_EPISODE' THEN (SELECT id FROM ${s}.transcripts WHERE no = r.target_no)
           ELSE (SELECT id FROM ${s}.entities WHERE no = r.target_no) END) AS sum
       FROM ${s}.relationships r LEFT JOIN ${s}.entities e ON e.no = r.source_no`,
  },
];

/** Rows outside of the ledger's epochs would never be projected, or be projected every time. */
const EPOCHS = [
  { table: "transcripts", condition: "hash IS NOT NULL", epoch: "epoch" },
  { table: "chunks", condition: "hash IS NOT NULL", epoch: "epoch" },
  { table: "chunks", condition: "vector_hash IS NOT NULL", epoch: "vector_epoch" },
  { table: "entities", condition: "hash IS NOT NULL", epoch: "epoch" },
  { table: "relationships", condition: "hash IS NOT NULL", epoch: "epoch" },
  { table: "facts", condition: "row_id IS NOT NULL", epoch: "epoch" },
  { table: "occurrences", condition: "true", epoch: "epoch" },
] as const;

/** The steps of a resolution find their work by these flags. Any other value hides it. */
const FLAGS = [
  ["transcripts", "dirty"],
  ["chunks", "vector_pending"],
  ["chunks", "search_pending"],
  ["keys", "dirty"],
  ["keys", "sought_pending"],
  ["facts", "pending"],
  ["relationships", "dirty"],
  ["derived_relations", "pending"],
] as const;
