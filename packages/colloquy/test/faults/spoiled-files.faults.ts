import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WHOLE } from "./corpus.ts";
import { runUndisturbed, type Undisturbed } from "./undisturbed.ts";
import { Workplace } from "./workplace.ts";

describe("damaged files of a workspace", () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
    expect((await place.ingest()).exitCode).toBe(0);
  });
  afterAll(() => place[Symbol.dispose]());

  it.each([{ files: ["graph.db"] }, { files: ["vectors.db"] }, { files: ["graph.db", "vectors.db"] }])(
    "are written from the ledger again, without a call, when $files is deleted",
    async ({ files }) => {
      for (const file of files)
        for (const suffix of ["", "-wal", "-shm"])
          rmSync(join(place.workspaceFolder, `${file}${suffix}`), { force: true });
      const end = await place.ingest();
      expect(end.exitCode, end.stderr).toBe(0);
      expect(end.result?.usage.calls).toBe(0);
      expect(end.result?.digest).toBe(undisturbed.digest);
      expect(await place.exportedDigest()).toBe(undisturbed.digest);
    },
  );
});

describe("a ledger.db that is no ledger", () => {
  const place = new Workplace({ files: 1, turns: 20 });
  beforeEach(() => {
    place.useNewDataFolder();
    mkdirSync(place.workspaceFolder, { recursive: true });
  });
  afterAll(() => place[Symbol.dispose]());

  it.each([
    [
      "text",
      (path: string) =>
        writeFileSync(path, "Shopping: milk, bread, and a longer list than SQLite's header.\n".repeat(30)),
    ],
    ["a short text", (path: string) => writeFileSync(path, "milk")],
    ["another SQLite database", makeOtherDatabase],
    ["a SQLite database in WAL mode", makeWalDatabase],
    ["half of a ledger", makeHalfDatabase],
  ])("but %s is refused with 2 and left unchanged", async (_what, make) => {
    const path = join(place.workspaceFolder, "ledger.db");
    make(path);
    const bytes = readFileSync(path);
    const end = await place.ingest();
    expect(end.exitCode, end.stderr).toBe(2);
    expect(end.stderr.trim().split("\n")).toHaveLength(1);
    expect(end.stderr).toContain("ledger.db");
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(place.workspaceFolder)).not.toContain("graph.db");
  });

  it("but empty is initialised, as after a crash before its first row", async () => {
    writeFileSync(join(place.workspaceFolder, "ledger.db"), "");
    expect((await place.ingest()).exitCode).toBe(0);
  });
});

function makeOtherDatabase(path: string): void {
  const database = new Database(path);
  database.exec("CREATE TABLE shopping (item TEXT); INSERT INTO shopping VALUES ('milk')");
  database.close();
}

function makeWalDatabase(path: string): void {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.exec("CREATE TABLE shopping (item TEXT); INSERT INTO shopping VALUES ('milk')");
  database.close();
}

function makeHalfDatabase(path: string): void {
  makeOtherDatabase(path);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length / 2 - 100));
}
