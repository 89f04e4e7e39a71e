import path from "node:path";
import { ColloquyError, transcriptId } from "../../../../model/index.ts";
import { type CheckedTable, checksumOf, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { writeMeta } from "../meta.ts";
import { forgetConclusions } from "./forget-conclusions.ts";
import { fileFindings } from "./find-damage.ts";
import { decodeVectors } from "../paid-work/vector-blob.ts";
import { rememberDimensions } from "../paid-work/vectors.ts";

/** As `Ledger.repair`, inside the caller's transaction. @param marker the new marker of the ledger. */
export function repair(context: LedgerContext, marker: string): void {
  repairFile(context);
  setAsideReplies(context);
  forgetChunks(context);
  for (const table of [
    "dead_letters",
    "forced",
    "reply_items",
    "corrections",
    "key_decisions",
    "name_senses",
    "derived_relations",
  ] as const)
    context.sql(`DELETE FROM ${table} WHERE NOT ${isIntact(table)}`).run();
  repairMeta(context, marker);
  forgetConclusions(context.database);
  context.changes.reload();
}

/** An index can be created again from its table; a table cannot. */
function repairFile(context: LedgerContext): void {
  if (fileFindings(context).length === 0) return;
  context.database.exec("REINDEX");
  const [finding] = fileFindings(context);
  if (finding === undefined) return;
  throw new ColloquyError(
    "ledger",
    `The file ${context.database.name} is damaged and cannot be repaired (${finding}): restore a copy of the workspace's folder, or ingest the transcripts into another workspace (--workspace).`,
  );
}

/** Damaged paid values: never used again, and never deleted. */
const PAID_COLUMNS: readonly { readonly table: CheckedTable; readonly column: string; readonly contentKey: string }[] =
  [
    { table: "settled", column: "extraction", contentKey: "content_key" },
    { table: "settled", column: "raw", contentKey: "content_key" },
    { table: "vectors", column: "vector", contentKey: "content_key" },
    { table: "judged_pairs", column: "verdict", contentKey: "content_key" },
    { table: "summaries", column: "sentences", contentKey: "content_key" },
    { table: "checked_statements", column: "verdict", contentKey: "statement" },
    // Nothing is concluded from the text of a batch: its results are in other rows.
    { table: "batches", column: "raw", contentKey: "NULL" },
  ];

function setAsideReplies({ sql }: LedgerContext): void {
  for (const { table, column, contentKey } of PAID_COLUMNS)
    sql(
      `INSERT INTO set_aside (origin, content_key, profile, value) SELECT '${table}', ${contentKey}, profile, ${column} FROM ${table} WHERE NOT ${isIntact(table)} AND ${column} IS NOT NULL`,
    ).run();
  for (const table of new Set(PAID_COLUMNS.map((each) => each.table)))
    sql(`DELETE FROM ${table} WHERE NOT ${isIntact(table)}`).run();
}

/** The next run reads the files of the removed rows again; replies are found again by their content keys. */
function forgetChunks(context: LedgerContext): void {
  const { sql } = context;
  for (const source of sql(`SELECT no, key, path FROM sources WHERE NOT ${isIntact("sources")}`).all())
    mendSource(context, source as Source);
  const lost = `NOT ${isIntact("transcripts")} OR source_no NOT IN (SELECT no FROM sources)`;
  sql(`DELETE FROM chunks WHERE transcript_no IN (SELECT no FROM transcripts WHERE ${lost})`).run();
  sql(`DELETE FROM transcripts WHERE ${lost}`).run();
  const { changes } = sql(
    `DELETE FROM chunks WHERE NOT ${isIntact("chunks")} OR transcript_no NOT IN (SELECT no FROM transcripts)`,
  ).run();
  // The file of a damaged chunk is unknown, so all files are read again. Their hashes stay, because they identify the
  // folder.
  if (changes === 0) return;
  sql("UPDATE transcripts SET reader_version = ''").run();
  sql(`UPDATE transcripts SET checksum = ${checksumOf("transcripts")}`).run();
}

interface Source {
  readonly no: number;
  readonly key: string;
  readonly path: string;
}

/**
 * The key of a source is verified by the ids of its transcripts; the path of its folder is found again by its files.
 */
function mendSource({ workspace, sql }: LedgerContext, source: Source): void {
  const transcript = sql(
    `SELECT id, file FROM transcripts WHERE source_no = ? AND ${isIntact("transcripts")} LIMIT 1`,
  ).get(source.no) as { id: string; file: string } | undefined;
  const names = source.path.split(path.sep).filter(Boolean);
  const candidates = [source.key, ...names.map((_, from) => names.slice(from).join("/")), source.path];
  const key = candidates.find(
    (each) => transcript !== undefined && transcriptId(workspace, each, transcript.file) === transcript.id,
  );
  if (key !== undefined) {
    sql("UPDATE sources SET key = @key, checksum = checksum(@key, path) WHERE no = @no").run({ key, no: source.no });
    return;
  }
  sql("DELETE FROM chunks WHERE transcript_no IN (SELECT no FROM transcripts WHERE source_no = ?)").run(source.no);
  sql("DELETE FROM transcripts WHERE source_no = ?").run(source.no);
  sql("DELETE FROM skipped WHERE source_no = ?").run(source.no);
  sql("DELETE FROM sources WHERE no = ?").run(source.no);
}

function repairMeta(context: LedgerContext, marker: string): void {
  const { sql, workspace } = context;
  sql(`DELETE FROM meta WHERE NOT ${isIntact("meta")}`).run();
  writeMeta(context, "marker", marker);
  writeMeta(context, "workspace", workspace);
  for (const { profile } of sql("SELECT DISTINCT profile FROM vectors").all() as { profile: string }[]) {
    const { vector } = sql("SELECT vector FROM vectors WHERE profile = ? LIMIT 1").get(profile) as { vector: Buffer };
    rememberDimensions(context, profile, decodeVectors(vector).vector);
  }
}
