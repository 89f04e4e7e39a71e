import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import { openDatabase } from "./database.ts";
import type { DatabaseKind } from "./database-failure.ts";

const KIND: DatabaseKind = {
  what: "ledger",
  code: "ledger",
  applicationId: 0x0c011001,
  version: 1,
  readBy: {},
  schema: "CREATE TABLE note(text TEXT)",
  remedy: "use another --workspace",
  emptyRemedy: "run `colloquy ingest` on the workspace again",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-database-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function failure(work: () => unknown): ColloquyError {
  try {
    work();
  } catch (error) {
    if (ColloquyError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("it was expected to fail");
}

describe("openDatabase", () => {
  it("creates the schema of a new file, in WAL mode, and opens it again", () => {
    const path = join(folder, "a.db");
    const first = openDatabase(path, KIND);
    expect(first.connection.pragma("journal_mode", { simple: true })).toBe("wal");
    first.write(() => first.connection.exec("INSERT INTO note VALUES ('kept')"));
    first.close();
    const second = openDatabase(path, KIND, { readonly: true });
    expect(second.connection.prepare("SELECT text FROM note").pluck().all()).toEqual(["kept"]);
    expect(failure(() => second.write(() => second.connection.exec("DELETE FROM note"))).message).toContain(path);
    second.close();
    expect(failure(() => second.guard(() => second.connection.exec("SELECT 1"))).message).toContain("is closed");
  });

  it.each([
    ["a text", "this is no database, only words ".repeat(10)],
    ["a short text", "no"],
  ])("refuses %s and states the remedy", (_, content) => {
    const path = join(folder, "text.db");
    writeFileSync(path, content);
    const error = failure(() => openDatabase(path, KIND));
    expect(error.code).toBe("ledger");
    expect(error.message).toBe(`${path} is not a ledger (no SQLite database); use another --workspace.`);
  });

  it("refuses a database of another program, and does not change it", () => {
    const path = join(folder, "other.db");
    const other = new Database(path);
    other.exec("CREATE TABLE theirs(a)");
    other.close();
    expect(failure(() => openDatabase(path, KIND)).message).toContain("not a ledger of Colloquy");
    const again = new Database(path, { readonly: true });
    expect(again.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["theirs"]);
    again.close();
  });

  it("refuses another version of the format", () => {
    const path = join(folder, "a.db");
    openDatabase(path, KIND).close();
    expect(failure(() => openDatabase(path, { ...KIND, version: 2 })).message).toContain("in format 1");
  });

  it("reports a missing file and a missing folder", () => {
    expect(failure(() => openDatabase(join(folder, "none.db"), KIND, { readonly: true })).code).toBe("ledger");
    expect(failure(() => openDatabase(join(folder, "no", "a.db"), KIND)).message).toContain("does not exist");
    expect(failure(() => openDatabase(folder, KIND)).message).toContain("cannot be opened as a ledger");
  });

  it("reports that another connection holds the lock", () => {
    const path = join(folder, "a.db");
    const holder = openDatabase(path, KIND);
    const other = openDatabase(path, KIND, { busyTimeoutMs: 0 });
    holder.connection.exec("BEGIN IMMEDIATE");
    expect(failure(() => other.write(() => {})).code).toBe("workspace-busy");
    holder.connection.exec("ROLLBACK");
    other.write(() => {});
    other.close();
    holder.close();
  });

  it("reports a full disk, and keeps committed rows", () => {
    const path = join(folder, "a.db");
    const database = openDatabase(path, KIND);
    database.write(() => database.connection.exec("INSERT INTO note VALUES ('kept')"));
    database.connection.pragma("max_page_count = 4");
    const insert = database.connection.prepare("INSERT INTO note VALUES (?)");
    const error = failure(() => database.write(() => insert.run("x".repeat(100_000))));
    expect(error.code).toBe("disk");
    expect(error.exitCode).toBe(1);
    expect(database.connection.prepare("SELECT text FROM note").pluck().all()).toEqual(["kept"]);
    database.close();
  });

  it("reports a damaged file", () => {
    const path = join(folder, "a.db");
    const database = openDatabase(path, KIND);
    const insert = database.connection.prepare("INSERT INTO note VALUES (?)");
    database.write(() => insert.run("x".repeat(20_000)));
    database.close();
    const raw = new Database(path);
    raw.unsafeMode(true);
    raw.pragma("writable_schema = ON");
    raw.exec("UPDATE sqlite_schema SET rootpage = 99");
    raw.close();
    const error = failure(() => {
      const again = openDatabase(path, KIND);
      again.guard(() => again.connection.prepare("SELECT * FROM note").all());
    });
    expect(error.code).toBe("ledger");
    expect(error.message).toContain("is damaged");
  });
});
