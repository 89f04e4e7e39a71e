import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeAbandoned, unfinishedBeside } from "./unfinished-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-unfinished-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The name of an unfinished file of this process, as written by another process. */
function nameOf({ host, pid, start }: { host?: string; pid?: number; start?: string }): string {
  const parts = basename(unfinishedBeside(join(folder, "file"))).split("-");
  return [parts[0], host ?? parts[1], pid ?? parts[2], start ?? parts[3], parts[4]].join("-");
}

it("removes unfinished files of ended processes, and nothing else", () => {
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  const abandoned = [nameOf({ pid: gone }), nameOf({ start: "abc" })];
  const kept = [
    nameOf({}),
    nameOf({ pid: process.ppid }),
    nameOf({ pid: gone, host: "00000000" }),
    ".colloquy-notes.part",
    `${nameOf({ pid: gone })}.txt`,
    "talk.part",
  ];
  for (const name of [...abandoned, ...kept]) writeFileSync(join(folder, name), "");
  removeAbandoned(folder);
  expect(readdirSync(folder).toSorted()).toEqual(kept.toSorted());
  removeAbandoned(join(folder, "nowhere"));
});
