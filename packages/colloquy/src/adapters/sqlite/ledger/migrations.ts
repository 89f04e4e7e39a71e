import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { ChunkTurn } from "../../../model/index.ts";
import { type CheckedTable, checksumOf } from "./checksums.ts";
import { forgetConclusions } from "./integrity/forget-conclusions.ts";
import { countSpoken } from "./sources/spoken.ts";

/** The tables of format 2 whose rows have a checksum since format 3. */
const CHECKED_SINCE_3: readonly CheckedTable[] = [
  "meta",
  "sources",
  "transcripts",
  "chunks",
  "replies",
  "settled",
  "vectors",
  "dead_letters",
  "keys",
  "variants",
  "facts",
  "tombstones",
];

/** SQL for the checksum of a transcript before its row had `speakers`. */
const TRANSCRIPT_CHECKSUM_OF_3 = "checksum(id, source_no, file, format, file_hash, reader_version, turns, characters)";

/**
 * Format 3 gives epochs identities and rows checksums, and has tables for forced runs and for the items of replies. Whether
 * rows were damaged before cannot be found out afterwards: their checksums are those of what is there.
 */
export function migrateFormat2(connection: Database): void {
  connection.exec(`
    CREATE TABLE epochs (number INTEGER PRIMARY KEY, identity TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;
    CREATE TABLE forced (lane TEXT NOT NULL, content_key TEXT NOT NULL, profile TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (lane, content_key)) STRICT, WITHOUT ROWID;
    CREATE TABLE reply_items (
      reply_no INTEGER PRIMARY KEY, kept INTEGER NOT NULL, ungrounded INTEGER NOT NULL, schema INTEGER NOT NULL,
      low_confidence INTEGER NOT NULL, min_confidence REAL NOT NULL, checksum INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE set_aside (no INTEGER PRIMARY KEY, origin TEXT NOT NULL, content_key TEXT, profile TEXT NOT NULL, value ANY) STRICT;
  `);
  const last = Number(connection.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get() ?? 0);
  // Stores hold no identity of the epochs before this one: they are filled anew.
  if (last > 0)
    connection
      .prepare(
        "INSERT INTO epochs (number, identity, checksum) VALUES (@number, @identity, checksum(@number, @identity))",
      )
      .run({ number: last, identity: randomBytes(16).toString("hex") });
  connection.exec("DELETE FROM meta WHERE key = 'epoch'");
  for (const table of CHECKED_SINCE_3) {
    connection.exec(`ALTER TABLE ${table} ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0`);
    const sum = table === "transcripts" ? TRANSCRIPT_CHECKSUM_OF_3 : checksumOf(table);
    connection.exec(`UPDATE ${table} SET checksum = ${sum}`);
  }
}

/**
 * Since format 4 the row of a relationship counts its evidence by polarity: the hashes and the digest of before are others.
 * The row of a transcript has what is said under each label.
 */
export function migrateFormat3(connection: Database): void {
  addSpeakers(connection);
  forgetConclusions(connection);
}

/** Rows that were damaged before stay so: what was found wrong of them is not signed. */
function addSpeakers(connection: Database): void {
  const intact = connection
    .prepare(`SELECT no FROM transcripts WHERE checksum = ${TRANSCRIPT_CHECKSUM_OF_3}`)
    .pluck()
    .all() as number[];
  connection.exec("ALTER TABLE transcripts ADD COLUMN speakers TEXT NOT NULL DEFAULT '[]'");
  const chunks = connection.prepare("SELECT turns FROM chunks WHERE transcript_no = ? ORDER BY ordinal").pluck();
  const write = connection.prepare("UPDATE transcripts SET speakers = ? WHERE no = ?");
  const sign = connection.prepare(`UPDATE transcripts SET checksum = ${checksumOf("transcripts")} WHERE no = ?`);
  for (const no of intact) {
    const turns = (chunks.all(no) as string[]).flatMap((text) => JSON.parse(text) as ChunkTurn[]);
    write.run(JSON.stringify(countSpoken(turns)), no);
    sign.run(no);
  }
}
