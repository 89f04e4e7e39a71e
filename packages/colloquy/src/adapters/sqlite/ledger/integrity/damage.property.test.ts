import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conclude, fillLedger, SAMPLE, SAMPLE_REPLIES } from "../../../../../test/ledger/sample-ledger.ts";
import { ColloquyError } from "../../../../model/index.ts";
import type { KeyedVectors, Ledger, StatedOnce, WrittenSummary } from "../../../../ports/index.ts";
import { resolver } from "../../../../resolution/index.ts";
import { sampleChunks, sampleRecord } from "../../../../testing/suites/sample-transcripts.ts";
import { addChecksumFunctions } from "../checksums.ts";
import { openSqliteLedger } from "../index.ts";
import { costlyRuns } from "../../../../../test/properties.ts";

const TALKS = { workspace: "talks", resolver };
/** Tables for display only. */
const UNCHECKED = new Set(["runs", "skipped", "set_aside"]);

const folder = mkdtempSync(join(tmpdir(), "colloquy-damage-"));
const talks = join(folder, "talks");
const whole = join(folder, "whole.db");
let file: string;
let copies = 0;
let before: string;
let afterEdit: string;
let columns: readonly { readonly table: string; readonly column: string }[];

beforeAll(async () => {
  mkdirSync(talks);
  {
    await using ledger = openSqliteLedger(whole, TALKS);
    await fillLedger(ledger, talks);
    await ledger.putVectors(SAMPLE_REPLIES.embedding, VECTORS);
    await ledger.correct({ pairs: [DIFFERENT], keys: [RENAMED], senses: [IN_FILE] });
    await judge(ledger);
    await ledger.beginForce("extract", "model/3");
    before = await digestOf(ledger);
  }
  useCopy();
  await using ledger = openSqliteLedger(file, TALKS);
  afterEdit = await edit(ledger);
  const database = new Database(whole, { readonly: true });
  columns = database
    .prepare(
      `SELECT t.name AS "table", c.name AS column FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1, 2`,
    )
    .all() as typeof columns;
  columns = columns.filter(({ table }) => !UNCHECKED.has(table));
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each case uses a file of its own, because a failure can leave a connection open. */
function useCopy(): void {
  file = join(folder, `copy-${(copies += 1)}.db`);
  copyFileSync(whole, file);
}

/** Every second chunk has passages. */
const VECTORS: readonly KeyedVectors[] = [...SAMPLE.sleep, ...SAMPLE.work].map(({ chunk }, index) => ({
  contentKey: chunk.textKey,
  vector: new Float32Array([1, index, 0.5, -index]),
  ...(index % 2 === 0 ? { passages: Uint8Array.of(127, 255, index, 0) } : {}),
}));

const digestOf = async (ledger: Ledger): Promise<string> => (await ledger.counts()).digest;

const DIFFERENT = { first: "poor focus", second: "sleep debt", isSame: false };
const RENAMED = { key: "exercise", name: "Training", type: null, hidden: false };
const IN_FILE = { stem: "sound sleep", file: "work.txt" };
const JUDGED = { first: "exercise", second: "sound sleep" };

const SUMMARY: WrittenSummary = {
  contentKey: "evidence",
  subject: "exercise",
  kind: "entity",
  sentences: [{ text: "Exercise is sound sleep.", citations: [1] }],
  dropped: { uncited: 0, unknown: 0, ungrounded: 1 },
};
const KIND = { first: "poor focus", second: "sound sleep" };

const isWrong = ({ statement }: StatedOnce): boolean => statement.source !== "Sleep debt";

/** Simulates a judge that calls two names the same, and a checker that withdraws all but one kind of statements, and a summary. */
async function judge(ledger: Ledger): Promise<void> {
  const known = new Set((await ledger.verdicts(1)).map(({ first, round }) => `${first} ${round}`));
  const name = (text: string) => ({ name: text, type: "Concept", evidence: text, speaker: null, file: "sleep.txt" });
  const shown = [name(JUDGED.first), name(JUDGED.second)] as const;
  const asked = [1, 2].map(
    (round) => ({ ...JUDGED, contentKey: `${round}`, round, version: 1, shown, verdict: "same" }) as const,
  );
  const kind = { ...KIND, contentKey: "kind", round: 1, version: 1, shown, verdict: "narrower kind" } as const;
  await ledger.putVerdicts(
    SAMPLE_REPLIES.model,
    [...asked, kind].filter(({ first, round }) => !known.has(`${first} ${round}`)),
  );
  await ledger.decideByVerdicts([{ ...JUDGED, isSame: true }]);
  await ledger.relateByVerdicts([{ source: KIND.first, type: "IS_A", target: KIND.second, version: 1 }]);
  const place = SAMPLE.sleep.at(-1)?.chunk.textKey ?? "";
  await ledger.decideSenses([{ stem: "sleep debt", place, sense: `@@${place}` }]);
  await ledger.putSummaries(SAMPLE_REPLIES.model, [SUMMARY]);
  for (const _round of [1, 2]) {
    const statements = await ledger.statementsToCheck({ version: 1, all: true });
    await ledger.putChecks(
      SAMPLE_REPLIES.model,
      statements.map((stated) => ({ ...stated, version: 1, verdict: isWrong(stated) ? "reversed" : "supported" })),
    );
  }
  await conclude(ledger);
}

/** Simulates the next run: reads files, calls the model for chunks without a reply, and concludes. */
async function ingest(ledger: Ledger): Promise<string> {
  const { sleep, work } = SAMPLE;
  const records = (source: string) => [
    sampleRecord(source, "sleep.txt", sleep),
    sampleRecord(source, "work.txt", work),
  ];
  const hashes = new Map(records("").map(({ file, fileHash }) => [file, fileHash]));
  const { key } = await ledger.registerSource(talks, hashes);
  const known = await ledger.fingerprints(key);
  for (const record of records(key)) {
    const { fileHash, readerVersion } = known.get(record.file) ?? {};
    if (fileHash !== record.fileHash || readerVersion !== record.readerVersion) await ledger.putTranscript(record);
  }
  const { rules, earlierModel, model, embedding } = SAMPLE_REPLIES;
  const pages = { after: null, limit: 100, force: false, paid: true };
  const { items } = await ledger.pending("extract", { ...pages, profile: model.profile });
  for (const [reply, chunks] of [
    [earlierModel, sleep.slice(0, 1)],
    [model, sleep.slice(1)],
    [rules, work.slice(0, 2)],
  ] as const)
    for (const { chunk, extraction } of chunks)
      if (items.some(({ contentKey }) => contentKey === chunk.contentKey))
        await ledger.settle(reply, [{ contentKey: chunk.contentKey, extraction }], []);
  const vectors = await ledger.pending("embed", { ...pages, profile: embedding.profile });
  const wanted = VECTORS.filter(({ contentKey }) => vectors.items.some((item) => item.contentKey === contentKey));
  await ledger.putVectors(embedding, wanted);
  await ledger.correct({ pairs: [DIFFERENT], keys: [RENAMED], senses: [IN_FILE] });
  await conclude(ledger, embedding.profile);
  await judge(ledger);
  return digestOf(ledger);
}

/** Adds a talk that shares names with the others, and removes names from another talk. */
async function edit(ledger: Ledger): Promise<string> {
  const more = sampleChunks([
    { speaker: "Ann Lee", words: "[Poor focus] causes [sleep debt] and the like.", states: true },
    { speaker: "Cy Dow", words: "[Exercise] is [sound sleep] to me." },
  ]);
  const hashes = ["sleep", "work"] as const;
  const { key } = await ledger.registerSource(
    talks,
    new Map(hashes.map((name) => [`${name}.txt`, sampleRecord("", "", SAMPLE[name]).fileHash])),
  );
  await ledger.putTranscript(sampleRecord(key, "more.txt", more));
  await ledger.putTranscript(sampleRecord(key, "sleep.txt", SAMPLE.sleep.slice(0, 2)));
  const settlements = more.map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction }));
  await ledger.settle(SAMPLE_REPLIES.model, settlements, []);
  await ledger.putVectors(
    SAMPLE_REPLIES.embedding,
    more.map(({ chunk }) => ({ contentKey: chunk.contentKey, vector: new Float32Array([2, 2, 2, 2]) })),
  );
  await conclude(ledger, SAMPLE_REPLIES.embedding.profile);
  return digestOf(ledger);
}

type Value = string | number | Buffer | null;

function changed(value: Value, at: number): Value {
  if (value === null) return null;
  if (typeof value === "number") return Number.isInteger(value) ? value + (at % 2 === 0 ? 1 : -1) : value / 2;
  if (typeof value === "string") {
    const index = at % Math.max(1, value.length);
    const code = value.charCodeAt(index) || 96;
    return value.slice(0, index) + String.fromCharCode(code ^ 1) + value.slice(index + 1);
  }
  const bytes = Buffer.from(value);
  if (bytes.length > 0) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << (at % 8));
  return bytes;
}

/** Changes one value; false if the column has none, or a constraint refuses the change. */
function flip({ table, column }: { table: string; column: string }, row: number, at: number): boolean {
  useCopy();
  const database = new Database(file);
  try {
    database.pragma("foreign_keys = OFF");
    addChecksumFunctions(database);
    const values = database.prepare(`SELECT "${column}" AS value FROM ${table}`).all() as { value: Value }[];
    const value = values[row % Math.max(1, values.length)]?.value ?? null;
    const other = changed(value, at);
    if (value === null || other === null) return false;
    const sql = `UPDATE ${table} SET "${column}" = ? WHERE "${column}" IS ? LIMIT 1`;
    return database.prepare(sql).run(other, value).changes === 1;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_CONSTRAINT")) return false;
    throw error;
  } finally {
    database.close();
  }
}

/** The checks of `verify` before it reads stores; true if they find damage. */
async function isFound(ledger: Ledger): Promise<boolean> {
  if ((await ledger.findDamage()).tables.length > 0) return true;
  try {
    await conclude(ledger);
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    return true;
  }
  for (;;) {
    const { finished, tables } = await ledger.checkConclusions({ milliseconds: 1_000 });
    if (finished) return tables.length > 0;
  }
}

describe("a changed value anywhere in a ledger", () => {
  it("does not lose the dimensions of vectors with passages", async () => {
    useCopy();
    const database = new Database(file);
    database.exec("UPDATE meta SET value = '5' WHERE key GLOB 'dimensions *'");
    database.close();
    await using ledger = openSqliteLedger(file, TALKS);
    expect(await isFound(ledger)).toBe(true);
    await ledger.repair();
    expect(await ledger.dimensionsOf(SAMPLE_REPLIES.embedding.profile)).toBe(4);
  });

  it("is found or has no effect; after a repair the next run has the same result", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(30), fc.nat(200), async (which, row, at) => {
        const column = columns[which % columns.length] as (typeof columns)[number];
        fc.pre(flip(column, row, at));
        await using ledger = openSqliteLedger(file, TALKS);
        if (await isFound(ledger)) {
          await ledger.repair();
          expect(await ingest(ledger), `repaired ${column.table}.${column.column}`).toBe(before);
          expect(await isFound(ledger)).toBe(false);
        }
        expect(await edit(ledger), `${column.table}.${column.column}`).toBe(afterEdit);
      }),
      costlyRuns(12),
    );
  }, 600_000);

  it.each(["polarity = 'negated'", "confidence = 0.99", "type = 'REDUCES'"])(
    "stops a resolution that reads a statement with %s",
    async (change) => {
      useCopy();
      const database = new Database(file);
      expect(database.prepare(`UPDATE facts SET ${change} WHERE kind = 1`).run().changes).toBeGreaterThan(0);
      database.close();
      await using ledger = openSqliteLedger(file, TALKS);
      // The relation is stated once more, so that its evidence is counted again.
      const again = sampleChunks([{ speaker: "Cy Dow", words: "[Sleep debt] causes [poor focus].", states: true }]);
      const { key } = await ledger.registerSource(talks, new Map());
      await ledger.putTranscript(sampleRecord(key, "more.txt", again));
      const settlements = again.map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction }));
      await ledger.settle(SAMPLE_REPLIES.model, settlements, []);
      await expect(conclude(ledger)).rejects.toThrow(/is damaged: a statement that was concluded from a chunk/);
    },
  );
});
