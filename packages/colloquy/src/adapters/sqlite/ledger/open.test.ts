import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { resolver } from "../../../resolution/index.ts";
import { openSqliteLedger } from "./index.ts";

const WORKSPACE = { workspace: "test", resolver };

describe("opening a ledger", () => {
  const folder = mkdtempSync(join(tmpdir(), "colloquy-open-"));
  const file = join(folder, "ledger.db");
  afterEach(() => {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  });

  it("creates the tables of an empty file from a killed process", async () => {
    writeFileSync(file, "");
    await openSqliteLedger(file, { ...WORKSPACE, readonly: false })[Symbol.asyncDispose]();
    await openSqliteLedger(file, { ...WORKSPACE, readonly: true })[Symbol.asyncDispose]();
  });

  it("creates the tables of a database without tables from a killed process", async () => {
    const left = new BetterSqlite3(file);
    left.pragma("journal_mode = WAL");
    left.close();
    expect(() => openSqliteLedger(file, { ...WORKSPACE, readonly: true })).toThrow(
      /is still empty.*run `colloquy ingest`/,
    );
    await openSqliteLedger(file, { ...WORKSPACE, readonly: false })[Symbol.asyncDispose]();
    await openSqliteLedger(file, { ...WORKSPACE, readonly: true })[Symbol.asyncDispose]();
  });

  it("refuses another program's database and does not change it", () => {
    const other = new BetterSqlite3(file);
    other.exec("CREATE TABLE shopping (item TEXT)");
    other.close();
    const bytes = readFileSync(file);
    expect(() => openSqliteLedger(file, { ...WORKSPACE, readonly: false })).toThrow(/not a ledger of Colloquy/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it.each([
    [1, /format 1, which a development version before Colloquy 0\.1\.0 reads; .*: use that version, or move it away/],
    [999, /format 999, which a later version of Colloquy reads; .*: update it, or move it away, or choose another/],
  ])("refuses format %i, and states the version that reads it", async (format, sentence) => {
    await openSqliteLedger(file, WORKSPACE)[Symbol.asyncDispose]();
    const other = new BetterSqlite3(file);
    other.pragma(`user_version = ${format}`);
    other.close();
    expect(() => openSqliteLedger(file, WORKSPACE)).toThrow(sentence);
    expect(() => openSqliteLedger(file, { ...WORKSPACE, readonly: true })).toThrow(sentence);
  });

  it("refuses the ledger of another workspace", async () => {
    await openSqliteLedger(file, WORKSPACE)[Symbol.asyncDispose]();
    expect(() => openSqliteLedger(file, { workspace: "copy", resolver })).toThrow(/belongs to the workspace test/);
    expect(() => openSqliteLedger(file, { workspace: "copy", resolver, readonly: true })).toThrow(/belongs to/);
  });
});
