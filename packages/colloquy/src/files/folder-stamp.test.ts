import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderStamp } from "./folder-stamp.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-stamp-"));
  writeFileSync(path("ledger.db"), "one");
});
afterEach(() => rmSync(folder, { recursive: true }));

function path(name: string): string {
  return join(folder, name);
}

describe("the stamp of a folder", () => {
  it.each([
    ["is written", () => appendFileSync(path("ledger.db"), "more")],
    ["is added", () => writeFileSync(path("vectors.db"), "new")],
    ["is written to its log", () => writeFileSync(path("ledger.db-wal"), "new")],
    [
      "is replaced by a copy",
      () => {
        copyFileSync(path("ledger.db"), path("copy"));
        renameSync(path("copy"), path("ledger.db"));
      },
    ],
    ["is removed", () => rmSync(path("ledger.db"))],
  ])("changes when a database %s", (_what, change) => {
    const before = folderStamp(folder);
    change();
    expect(folderStamp(folder)).not.toBe(before);
  });

  it("stays when databases are read, and when answers are kept", () => {
    const before = folderStamp(folder);
    for (const [name, content] of [
      ["ledger.db-shm", "shared memory"],
      ["ledger.db-wal", ""],
      ["answers.db", "a database"],
      ["lock", ""],
    ] as const)
      writeFileSync(path(name), content);
    expect(folderStamp(folder)).toBe(before);
  });

  it("is empty without a folder", () => {
    expect(folderStamp(path("none"))).toBe("");
  });
});
