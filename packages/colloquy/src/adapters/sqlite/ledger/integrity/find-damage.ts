import type { LostChunks, DamagedTable, LedgerDamage, ChunkStage, ReadOptions } from "../../../../ports/index.ts";
import { CHECKED_TABLES, type CheckedTable, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { readMeta } from "../meta.ts";
import { KEY_COLUMN } from "../paid-work/key-column.ts";

const FINDINGS = 10;
const FILES_SHOWN = 3;

/** The findings of SQLite's own check; empty if the file is sound. */
export function fileFindings({ database }: Pick<LedgerContext, "database">): readonly string[] {
  const rows = database.pragma(`integrity_check(${FINDINGS})`) as { integrity_check: string }[];
  const findings = rows.map((row) => row.integrity_check);
  return findings.length === 1 && findings[0] === "ok" ? [] : findings;
}

/** Reads every checked table once, in bounded memory. */
export function findDamage(context: LedgerContext, { signal }: ReadOptions = {}): LedgerDamage {
  const file = fileFindings(context);
  const none = { chunks: 0, tokens: 0 };
  // Further reads of a broken file cannot be trusted.
  if (file.length > 0) return { file, tables: [], lostResults: { extract: none, embed: none }, readAgain: 0 };
  return {
    file,
    tables: [
      ...CHECKED_TABLES.flatMap((table) => {
        signal?.throwIfAborted();
        return damagedRows(context, table);
      }),
      ...danglingRows(context),
    ],
    lostResults: {
      extract: lostChunks(context, "extract", PAID_REPLIES),
      embed: lostChunks(context, "embed", PAID_VECTORS),
    },
    readAgain: (context.sql(READ_AGAIN).get() as { count: number }).count,
  };
}

/** SQL for the files with damaged rows of a table. */
const FILES: Partial<Record<CheckedTable, string>> = {
  sources: `SELECT t.file FROM sources s JOIN transcripts t ON t.source_no = s.no WHERE NOT ${isIntact("sources", "s")}`,
  transcripts: `SELECT t.file FROM transcripts t WHERE NOT ${isIntact("transcripts", "t")}`,
  chunks: `SELECT t.file FROM chunks c JOIN transcripts t ON t.no = c.transcript_no WHERE NOT ${isIntact("chunks", "c")}`,
  facts: `SELECT t.file FROM facts f JOIN transcripts t ON t.no = f.transcript_no WHERE NOT ${isIntact("facts", "f")}`,
  settled: filesShowing("settled", "c.content_key"),
  vectors: filesShowing("vectors", "c.text_key"),
  dead_letters: filesShowing("dead_letters", "iif(x.stage = 'embed', c.text_key, c.content_key)"),
};

/** The files that are read again after `repair`. */
const READ_AGAIN = `SELECT count(*) AS count FROM transcripts t LEFT JOIN sources s ON s.no = t.source_no
  WHERE NOT ${isIntact("transcripts", "t")} OR s.no IS NULL OR NOT ${isIntact("sources", "s")}
    OR EXISTS (SELECT 1 FROM chunks WHERE NOT ${isIntact("chunks")} OR transcript_no NOT IN (SELECT no FROM transcripts))`;

/** @param key SQL for the key of a chunk `c` in the table */
function filesShowing(table: CheckedTable, key: string): string {
  return `SELECT t.file FROM ${table} x JOIN chunks c ON ${key} = x.content_key JOIN transcripts t ON t.no = c.transcript_no
    WHERE NOT ${isIntact(table, "x")}`;
}

function damagedRows(context: LedgerContext, table: CheckedTable): DamagedTable[] {
  const { rows } = context.sql(`SELECT count(*) AS rows FROM ${table} WHERE NOT ${isIntact(table)}`).get() as {
    rows: number;
  };
  return rows === 0 ? [] : [{ table, rows, ...filesOf(context, FILES[table]) }];
}

/** Rows that refer to a missing transcript or source. */
function danglingRows({ database }: LedgerContext): DamagedTable[] {
  const dangling = database.pragma("foreign_key_check") as { table: string }[];
  return [...new Set(dangling.map(({ table }) => table))].map((table) => ({
    table,
    rows: dangling.filter((each) => each.table === table).length,
    fileCount: 0,
    files: [],
  }));
}

/** @param sql returns a column `file`, in which a file may be repeated. */
export function filesOf(
  { sql }: Pick<LedgerContext, "sql">,
  files: string | undefined,
): Pick<DamagedTable, "fileCount" | "files"> {
  if (files === undefined) return { fileCount: 0, files: [] };
  const { fileCount } = sql(`SELECT count(DISTINCT file) AS fileCount FROM (${files})`).get() as { fileCount: number };
  const shown = sql(`SELECT DISTINCT file FROM (${files}) ORDER BY file LIMIT ${FILES_SHOWN}`).all();
  return { fileCount, files: (shown as { file: string }[]).map(({ file }) => file) };
}

const PAID_REPLIES = `SELECT content_key FROM settled WHERE paid = 1 AND active = 1 AND NOT ${isIntact("settled")}`;
const PAID_VECTORS = `SELECT content_key FROM vectors WHERE paid = 1 AND profile = @profile AND NOT ${isIntact("vectors")}`;

function lostChunks(context: LedgerContext, stage: ChunkStage, keys: string): LostChunks {
  const key = KEY_COLUMN[stage];
  return context
    .sql(
      `SELECT count(*) AS chunks, coalesce(sum(tokens), 0) AS tokens
       FROM (SELECT max(tokens) AS tokens FROM chunks WHERE @profile IS NOT NULL AND ${key} IN (${keys}) GROUP BY ${key})`,
    )
    .get({ profile: readMeta(context, "embedding_profile") ?? "" }) as LostChunks;
}
