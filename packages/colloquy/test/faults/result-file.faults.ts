import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeResultFile } from "../../src/cli/result-file.ts";
import { writeResultFolder } from "../../src/cli/result-folder/write-folder.ts";
import { canMount, mountMemory, unmount } from "./mount.ts";

describe.skipIf(!canMount())("a result on a full disk (needs root and the right to mount a tmpfs)", () => {
  const folder = mkdtempSync(join(tmpdir(), "colloquy-result-"));
  beforeAll(() => mountMemory(folder, 64));
  afterAll(() => {
    unmount(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  it("fails with one sentence and exit code 1, and keeps the previous file", async () => {
    writeFileSync(join(folder, "file"), "old");
    const rows = (async function* () {
      for (let row = 0; row < 100; row++) yield "x".repeat(10_000);
    })();
    await expect(writeResultFile(rows, join(folder, "file"), "file")).rejects.toMatchObject({
      exitCode: 1,
      message: "file cannot be written: the disk is full. Free some space, or name another file with --output.",
    });
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("leaves an exported folder as it is, and makes no half of a new one", async () => {
    const target = (named: string) => ({ path: join(folder, named), named, format: "obsidian", workspace: "w" });
    const small = (async function* () {
      yield { path: "Index.md", pieces: ["index"] };
    })();
    await writeResultFolder(small, target("vault"));
    for (const named of ["vault", "new"]) {
      const large = (async function* () {
        for (let note = 0; note < 100; note++) yield { path: `Entities/${note}.md`, pieces: ["x".repeat(10_000)] };
      })();
      await expect(writeResultFolder(large, target(named))).rejects.toMatchObject({
        exitCode: 1,
        message: `${named} cannot be written: the disk is full. Free some space, or name another folder with --output.`,
      });
    }
    expect(readdirSync(folder).toSorted()).toEqual(["file", "vault"]);
    expect(readdirSync(join(folder, "vault")).toSorted()).toEqual([".colloquy-export.json", "Index.md"]);
  });
});
