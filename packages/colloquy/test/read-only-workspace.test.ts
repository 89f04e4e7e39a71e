import { chmodSync, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { colloquy, colloquyProcess, type Ended, folderWith, longTalk } from "./cli/process.ts";

const cwd = folderWith({ "talks/one.txt": longTalk(1, 30) });
const workspace = join(cwd, "data", "default");
const UNPRIVILEGED_USER = 65_534;
/** Permissions do not restrict root, so the reading commands run as another user. */
const reader = process.getuid?.() === 0 ? { uid: UNPRIVILEGED_USER } : {};
const temporary = join(cwd, "tmp");

const READING = [
  ["status", "--json"],
  ["search", "deep sleep", "--json"],
  ["show", "Ada Novak", "--json"],
  ["export", "--format", "canonical"],
];

const own = (args: readonly string[]): Promise<Ended> => colloquy([...args, "--data-dir", "data"], { cwd });
const read = (args: readonly string[]): Promise<Ended> =>
  colloquyProcess([...args, "--data-dir", "data"], { cwd, environment: { TMPDIR: temporary }, ...reader });

/** Makes a workspace readable to all users and writable to none. */
function forbidWriting(folder: string): void {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  for (const each of [cwd, join(cwd, "data"), folder]) chmodSync(each, 0o555);
}

function allowWriting(): void {
  for (const each of [cwd, join(cwd, "data"), workspace]) chmodSync(each, 0o755);
}

let outputs: readonly Ended[];
beforeAll(async () => {
  mkdirSync(temporary);
  chmodSync(temporary, 0o777);
  await own(["ingest", "--transcripts-dir", "talks", "--quiet"]);
  outputs = await Promise.all(READING.map(own));
  expect(outputs.every(({ exitCode, stdout }) => exitCode === 0 && stdout.length > 0)).toBe(true);
});
afterAll(() => {
  allowWriting();
  rmSync(cwd, { recursive: true, force: true });
});

describe("a read-only workspace", () => {
  it("has the same output for readers as for its owner, and leaves no temporary files", async () => {
    forbidWriting(workspace);
    expect(await Promise.all(READING.map(read))).toEqual(outputs);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("is asked, with a warning that the answer is not kept", async () => {
    forbidWriting(workspace);
    const { exitCode, stdout, stderr } = await read(["ask", "What does deep sleep improve?"]);
    expect([exitCode, stdout.startsWith("  [1] “Deep ")]).toEqual([0, true]);
    expect(stderr).toContain("answers.db cannot be opened as a file of answers");
  });

  it.each([["ingest", "--transcripts-dir", "talks"], ["verify"]])(
    "is refused by %s in one sentence",
    async (...args) => {
      const { exitCode, stdout, stderr } = await read([...args, "--output-dir", temporary]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toMatch(
        /^colloquy: Workspace default is read-only here \(.*permission denied\): .*--data-dir\.$/m,
      );
    },
  );

  it("includes commits in the write-ahead log of a crashed run", async () => {
    allowWriting();
    leaveLog("ledger.db", (writer) => {
      writer.exec("UPDATE transcripts SET dirty = dirty");
      writer.prepare("INSERT INTO skipped (source_no, path, reason) VALUES (1, 'late.bin', 'no text')").run();
    });
    forbidWriting(workspace);
    const { exitCode, stdout } = await read(["status", "--json"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("late.bin");
  });

  it("is searched, also if its index has a write-ahead log", async () => {
    allowWriting();
    leaveLog("vectors.db", (writer) => writer.exec("UPDATE chunk SET end_ms = end_ms"));
    forbidWriting(workspace);
    expect(await read(["search", "deep sleep", "--json"])).toEqual(outputs[1]);
  });
});

/** Leaves a database as kill -9 does: the last commits are in the log, and the shared memory is missing. */
function leaveLog(name: string, write: (writer: Database.Database) => void): void {
  const file = join(workspace, name);
  const writer = new Database(file);
  write(writer);
  for (const suffix of ["", "-wal"]) copyFileSync(`${file}${suffix}`, `${file}${suffix}.kept`);
  writer.close();
  for (const suffix of ["", "-wal"]) renameSync(`${file}${suffix}.kept`, `${file}${suffix}`);
}
