import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conclude, fillLedger, SAMPLE, SAMPLE_REPLIES } from "../../../../test/ledger/sample-ledger.ts";
import { DigestSum, type Epoch, FIRST_EPOCH } from "../../../model/index.ts";
import { syncStatusOf } from "../../../projection/sync-status.ts";
import { resolver } from "../../../resolution/index.ts";
import { sampleRecord } from "../../../testing/suites/sample-transcripts.ts";
import { openSqliteLedger } from "./index.ts";

/**
 * Ledgers that `fillLedger` made with the code of format 2 (commit 1766139), format 3 (1bbccd3), format 4 (0bef3ea) and format 5
 * (2c76def).
 */
const FIXTURES: Readonly<Record<number, URL>> = {
  2: new URL("../../../../test/fixtures/ledgers/format-2.db.gz", import.meta.url),
  3: new URL("../../../../test/fixtures/ledgers/format-3.db.gz", import.meta.url),
  4: new URL("../../../../test/fixtures/ledgers/format-4.db.gz", import.meta.url),
  5: new URL("../../../../test/fixtures/ledgers/format-5.db.gz", import.meta.url),
};
const TALKS = { workspace: "talks", resolver };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-migration-"));
  file = join(folder, "ledger.db");
  take(2);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take(format: number): void {
  writeFileSync(file, gunzipSync(readFileSync(FIXTURES[format] as URL)));
}

function read(sql: string): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

const STAGE = "CASE lane WHEN 'extraction' THEN 'extract' ELSE 'embed' END AS stage";
const USAGE = "input_tokens, cached_input_tokens, output_tokens, reasoning_tokens";
/** Queries of paid rows, for an earlier format and for the current one. */
const PAID = [
  [
    "SELECT content_key, profile, paid, reply_no AS batch_no, active, extraction FROM settled ORDER BY no",
    "SELECT content_key, profile, paid, batch_no, active, extraction FROM settled ORDER BY no",
  ],
  [
    `SELECT no, ${STAGE}, profile, raw, ${USAGE} FROM replies ORDER BY no`,
    `SELECT no, stage, profile, raw, ${USAGE} FROM batches WHERE state = 'replied' ORDER BY no`,
  ],
  [
    "SELECT content_key, profile, paid, vector FROM vectors ORDER BY content_key",
    "SELECT content_key, profile, paid, vector FROM vectors ORDER BY content_key",
  ],
  [
    `SELECT content_key, ${STAGE}, reason, profile FROM dead_letters`,
    "SELECT content_key, stage, reason, profile FROM dead_letters",
  ],
] as const;

describe.each([
  [2, "6f45e47aacfac0b696a619af88225a94"],
  [3, "e39d220d1d419cfae0bf543a80472800"],
  [4, "3a52041471593140c3df5bb92da67c0a"],
  [5, "8ce3ee37451b302452bd98ec46f5b364"],
])("a ledger of format %i", (format, marker) => {
  beforeEach(() => take(format));

  it("is migrated with all paid rows, and has the rows of a new ledger", async () => {
    const before = PAID.map(([earlier, today]) => read(format < 5 ? earlier : today));
    expect(before.every((rows) => rows.length > 0)).toBe(true);
    await using ledger = openSqliteLedger(file, TALKS);
    expect(PAID.map(([, today]) => read(today))).toEqual(before);
    expect(ledger.marker).toBe(marker);

    // The rows are the same since format 4. Stores of earlier formats are filled again.
    const { digest } = await ledger.counts();
    expect((await ledger.epoch()).number === FIRST_EPOCH.number).toBe(format < 4);
    expect(digest === new DigestSum().toHex()).toBe(format < 4);

    // Everything is concluded again from the old file, with the current rules of resolution.
    mkdirSync(join(folder, "talks"));
    await using fresh = openSqliteLedger(join(folder, "fresh.db"), TALKS);
    await fillLedger(fresh, join(folder, "talks"));
    const { model, embedding } = SAMPLE_REPLIES;
    await conclude(ledger, embedding.profile);
    expect((await ledger.counts()).digest).toBe((await fresh.counts()).digest);
    if (format >= 4) expect((await ledger.counts()).digest).toBe(digest);
    expect((await ledger.checkConclusions({ milliseconds: 60_000 })).tables).toEqual([]);
    const page = { after: null, limit: 9 };
    expect(await ledger.listSpeakers(page)).toEqual(await fresh.listSpeakers(page));
    expect(await ledger.listSpeakers(page)).toHaveLength(2);
    expect(await ledger.findDamage()).toEqual(await fresh.findDamage());
    const { profile, paid } = model;
    expect(await ledger.pendingCount("extract", { profile, paid, force: false })).toBe(
      await fresh.pendingCount("extract", { profile, paid, force: false }),
    );
  });

  it("has the tables, columns and indexes of a new ledger after the migration", async () => {
    const layout = (): unknown => {
      const columns = `SELECT t.name AS "table", c.name AS "column", c.type, c."notnull", c.pk
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1, 2`;
      return [read(columns), read("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")];
    };
    {
      await using _migrated = openSqliteLedger(file, TALKS);
    }
    const migrated = layout();
    file = join(folder, "fresh.db");
    await using _fresh = openSqliteLedger(file, TALKS);
    expect(migrated).toEqual(layout());
  });

  it("is not changed when it is opened for reading, and the error states what to do", () => {
    expect(() => openSqliteLedger(file, { ...TALKS, readonly: true })).toThrow(
      new RegExp(
        `is a ledger in format ${format}, which .*Colloquy 0\\.1\\.0 reads; this version reads format 6: run \`colloquy project\` or \`colloquy ingest\` on the workspace, which migrates it to that format\\.$`,
      ),
    );
    expect(read("PRAGMA user_version")).toEqual([{ user_version: format }]);
  });
});

describe("a ledger of format 3", () => {
  it("remembers its earlier epochs, so that stores with one of them are superseded, not diverged", async () => {
    take(3);
    const epochs = read("SELECT number, identity FROM epochs") as Epoch[];
    expect(epochs).toHaveLength(2);
    await using ledger = openSqliteLedger(file, TALKS);
    for (const epoch of epochs) {
      expect([await ledger.hasEpoch(epoch), await ledger.hadEpoch(epoch)]).toEqual([false, true]);
      expect(await ledger.hadEpoch({ ...epoch, identity: "another" })).toBe(false);
    }
    const [first] = epochs as [Epoch];
    const state = { marker: ledger.marker, epoch: first, writing: null };
    expect(await syncStatusOf(state, ledger.marker, ledger)).toBe("superseded");
  });
});

describe("a ledger of format 5", () => {
  it("does not ask again about chunks that were paid without their context", async () => {
    take(5);
    mkdirSync(join(folder, "talks"));
    await using ledger = openSqliteLedger(file, TALKS);
    const { profile, paid } = SAMPLE_REPLIES.model;
    const pending = () => ledger.pendingCount("extract", { profile, paid, force: false });
    const before = await pending();
    const { key } = await ledger.registerSource(join(folder, "talks"), new Map());
    await ledger.putTranscript(sampleRecord(key, "sleep.txt", SAMPLE.sleep));
    expect(await pending()).toBe(before);
  });
});

describe("a ledger that is repaired", () => {
  it("remembers its earlier epochs, also those from before a migration", async () => {
    take(3);
    const epochs = read("SELECT number, identity FROM epochs") as Epoch[];
    await using ledger = openSqliteLedger(file, TALKS);
    await conclude(ledger);
    const last = await ledger.epoch();
    await ledger.repair();
    for (const epoch of [...epochs, last]) {
      expect([await ledger.hasEpoch(epoch), await ledger.hadEpoch(epoch)]).toEqual([false, true]);
    }
  });

  it("keeps its damage", async () => {
    take(3);
    const database = new Database(file);
    database.exec("UPDATE transcripts SET turns = 99 WHERE file = 'work.txt'");
    database.close();
    await using ledger = openSqliteLedger(file, TALKS);
    expect(JSON.stringify(await ledger.findDamage())).toContain("work.txt");
  });
});

describe("a ledger of format 2", () => {
  it("is unchanged if the migration fails", () => {
    const database = new Database(file);
    database.exec("CREATE TABLE set_aside (in_the_way TEXT)");
    database.close();
    expect(() => openSqliteLedger(file, TALKS)).toThrow(/set_aside already exists/);
    expect(read("PRAGMA user_version")).toEqual([{ user_version: 2 }]);
    expect(read("SELECT name FROM sqlite_schema WHERE name = 'epochs'")).toEqual([]);
    expect(read("SELECT name FROM pragma_table_info('meta')")).toEqual([{ name: "key" }, { name: "value" }]);
  });
});

describe("a ledger of format 4", () => {
  beforeEach(() => take(4));

  it("is unchanged if the process is killed during the migration, and the next process migrates it", async () => {
    const module = (name: string): string => JSON.stringify(new URL(`./${name}`, import.meta.url).href);
    const script = `
      import Database from ${JSON.stringify(import.meta.resolve("better-sqlite3"))};
      import { addChecksumFunctions } from ${module("checksums.ts")};
      import { migrateFormat4 } from ${module("migrations.ts")};
      const database = new Database(${JSON.stringify(file)});
      database.pragma("journal_mode = WAL");
      database.pragma("cache_size = 1");
      addChecksumFunctions(database);
      database.exec("BEGIN IMMEDIATE");
      migrateFormat4(database);
      process.kill(process.pid, "SIGKILL");`;
    const child = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { stdio: "inherit" });
    expect(child.signal).toBe("SIGKILL");
    expect(read("PRAGMA user_version")).toEqual([{ user_version: 4 }]);
    expect(read("SELECT name FROM sqlite_schema WHERE name IN ('batches', 'replies')")).toEqual([{ name: "replies" }]);
    await using ledger = openSqliteLedger(file, TALKS);
    expect(read("PRAGMA user_version")).toEqual([{ user_version: 6 }]);
    expect((await ledger.findDamage()).tables).toEqual([]);
  });

  it("keeps its epochs, so that stores need not be filled again, and the crashed run", async () => {
    const epochs = read("SELECT number, identity FROM epochs") as Epoch[];
    expect(epochs).toHaveLength(2);
    await using ledger = openSqliteLedger(file, TALKS);
    for (const epoch of epochs) expect(await ledger.hasEpoch(epoch)).toBe(true);
    expect(await ledger.crashedRuns()).toEqual([
      { run: "run-1", startedAt: "2026-01-01T00:00:00.000Z", replies: [], inFlight: [] },
    ]);
  });

  it("keeps each reply whole, with the content keys that it settled", async () => {
    const settled = read(
      "SELECT reply_no AS no, content_key AS contentKey FROM settled WHERE reply_no IS NOT NULL",
    ) as { no: number; contentKey: string }[];
    await using _migrated = openSqliteLedger(file, TALKS);
    const batches = read("SELECT no, content_keys AS contentKeys FROM batches WHERE raw IS NOT NULL");
    expect(batches).toHaveLength(2);
    for (const { no, contentKeys } of batches as { no: number; contentKeys: string }[]) {
      const expected = settled.filter((row) => row.no === no).map(({ contentKey }) => contentKey);
      expect((JSON.parse(contentKeys) as string[]).toSorted()).toEqual(expected.toSorted());
    }
  });

  it.each([
    ["settled", "settled", "extraction = '[]'"],
    ["replies", "batches", "raw = 'something else'"],
    ["dead_letters", "dead_letters", "reason = 'something else'"],
    ["transcripts", "transcripts", "turns = 99"],
  ])("keeps the damage of its %s", async (earlier, today, change) => {
    const database = new Database(file);
    database.exec(`UPDATE ${earlier} SET ${change}`);
    database.close();
    await using ledger = openSqliteLedger(file, TALKS);
    expect((await ledger.findDamage()).tables.map(({ table }) => table)).toEqual([today]);
  });
});
