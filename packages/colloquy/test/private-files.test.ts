import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { colloquy, folderWith, longTalk, run } from "./cli/process.ts";

const MAIN = new URL("../src/cli/main.ts", import.meta.url).pathname;
const INGEST = ["ingest", "--transcripts-dir", "talks", "--quiet"];

/** Permissions of all files and folders, by kind, except the contents of `.colloquy` and `metrics`. */
function modesUnder(folder: string): { folders: string[]; files: string[] } {
  const modes = { folders: new Set<string>(), files: new Set<string>() };
  const walk = (path: string): void => {
    const stats = statSync(path);
    modes[stats.isDirectory() ? "folders" : "files"].add((stats.mode & 0o777).toString(8));
    if (stats.isDirectory()) for (const name of readdirSync(path)) walk(join(path, name));
  };
  walk(folder);
  return { folders: [...modes.folders], files: [...modes.files] };
}

describe.skipIf(process.platform === "win32")("the output of a run", () => {
  it.each(["000", "077"])("is private with the umask %s, and existing files keep their permissions", async (umask) => {
    const cwd = folderWith({ "talks/one.txt": longTalk(1, 20) });
    mkdirSync(join(cwd, "metrics"), { mode: 0o755 });
    const shell = (args: readonly string[]) =>
      run("sh", ["-c", `umask ${umask}; exec "$@"`, "sh", process.execPath, MAIN, ...args], { cwd });
    expect(await shell(INGEST)).toMatchObject({ exitCode: 0 });
    expect(await shell(["export", "--output", "out.jsonl", "--quiet"])).toMatchObject({ exitCode: 0 });
    const own = { folders: ["700"], files: ["600"] };
    expect(modesUnder(join(cwd, ".colloquy"))).toEqual(own);
    expect(modesUnder(join(cwd, "metrics/default"))).toEqual(own);
    expect(modesUnder(join(cwd, "out.jsonl")).files).toEqual(["600"]);
    expect(statSync(join(cwd, "metrics")).mode & 0o777).toBe(0o755);
  });
});

describe("the data of a workspace", () => {
  let cwd: string;
  const workspace = (): string => join(cwd, ".colloquy/default");
  beforeAll(async () => {
    cwd = folderWith({ "talks/one.txt": longTalk(1, 5) });
    expect(await colloquy(INGEST, { cwd })).toMatchObject({ exitCode: 0 });
    symlinkSync(join(workspace(), "ledger.db"), join(cwd, "link.jsonl"));
    symlinkSync(join(workspace(), "ledger.db-wal"), join(cwd, "to-come.jsonl"));
    symlinkSync(workspace(), join(cwd, "folder"));
    linkSync(join(workspace(), "ledger.db"), join(cwd, "hard.jsonl"));
    linkSync(join(workspace(), "lock"), join(cwd, "lock.txt"));
    mkdirSync(join(cwd, ".colloquy/other"));
    writeFileSync(join(cwd, ".colloquy/other/ledger.db"), "another ledger");
  });

  it.each([
    ".colloquy/default/ledger.db",
    ".colloquy/default/../default/graph.db",
    ".colloquy/default/anything.jsonl",
    ".colloquy/other/ledger.db",
    "folder/lock",
    "link.jsonl",
    "to-come.jsonl",
    "hard.jsonl",
  ])("is not overwritten by an export to %s", async (output) => {
    const before = readFileSync(join(workspace(), "ledger.db"));
    const names = readdirSync(workspace());
    const { exitCode, stderr } = await colloquy(["export", "--output", output], { cwd });
    expect(stderr).toContain(`${output} leads into the data of a workspace`);
    expect(exitCode).toBe(2);
    expect(readFileSync(join(workspace(), "ledger.db")).equals(before)).toBe(true);
    expect(readdirSync(workspace())).toEqual(names);
  });

  it.each(["folder/log.txt", "lock.txt", "to-come.jsonl"])("refuses a log in %s", async (log) => {
    const { exitCode, stderr } = await colloquy([...INGEST, "--log-file", log], { cwd });
    expect(stderr).toContain("leads into the data of a workspace");
    expect(exitCode).toBe(2);
  });
});
