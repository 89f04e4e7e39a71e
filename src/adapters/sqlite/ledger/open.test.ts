import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { openLedgerDatabase } from "./open.ts";

describe("opening a ledger's database", () => {
  const folder = mkdtempSync(join(tmpdir(), "colloquy-open-"));
  const file = join(folder, "ledger.db");
  afterEach(() => {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  });

  it("lays out a file that a process left empty when it died", () => {
    writeFileSync(file, "");
    openLedgerDatabase(file, { readonly: false }).close();
    openLedgerDatabase(file, { readonly: true }).close();
  });

  it("lays out a database that a process left without tables when it died", () => {
    const left = new BetterSqlite3(file);
    left.pragma("journal_mode = WAL");
    left.close();
    expect(() => openLedgerDatabase(file, { readonly: true })).toThrow(/is empty.*Run `colloquy ingest`/);
    openLedgerDatabase(file, { readonly: false }).close();
    openLedgerDatabase(file, { readonly: true }).close();
  });

  it("refuses another program's database and leaves it as it is", () => {
    const other = new BetterSqlite3(file);
    other.exec("CREATE TABLE shopping (item TEXT)");
    other.close();
    const bytes = readFileSync(file);
    expect(() => openLedgerDatabase(file, { readonly: false })).toThrow(/is not a Colloquy ledger/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});
