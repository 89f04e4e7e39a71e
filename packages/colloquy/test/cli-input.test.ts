import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { colloquy, folderWith } from "./cli/process.ts";

const TALK =
  "Ada Novak: Deep sleep reduces stress, as we have seen.\nBen Okafor: And good habits require practice, I think.\n";

interface Finding {
  readonly name: string;
  readonly state: string;
  readonly message: string;
}

describe("doctor of a workspace", () => {
  const cwd = folderWith({ "talks/one.txt": TALK });
  const finding = async (): Promise<Finding & { exitCode: number | null }> => {
    const { exitCode, stdout } = await colloquy(["doctor", "--json"], { cwd });
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    return { exitCode, ...(findings.find(({ name }) => name === "workspace") as Finding) };
  };
  beforeAll(async () => {
    expect(await finding()).toMatchObject({ exitCode: 0, state: "note", message: expect.stringContaining("ingest") });
    expect((await colloquy(["ingest", "--transcripts-dir", "talks", "--quiet"], { cwd })).exitCode).toBe(0);
  });

  it("reports readable files, and changes none", async () => {
    const path = join(cwd, ".colloquy/default");
    const databases = (): string[] =>
      ["ledger.db", "graph.db", "vectors.db"].map((name) =>
        createHash("sha256")
          .update(readFileSync(join(path, name)))
          .digest("hex"),
      );
    const before = databases();
    expect(await finding()).toMatchObject({
      exitCode: 0,
      state: "ok",
      message: "default, transcripts: 1, chunks: 1",
    });
    expect(databases()).toEqual(before);
  });

  it.each([
    ["ledger.db", "colloquy ingest"],
    ["graph.db", "colloquy project"],
    ["vectors.db", "colloquy project"],
  ])("reports that its %s is no database", async (name, command) => {
    const path = join(cwd, ".colloquy/default", name);
    const database = readFileSync(path);
    const garbage = "this is a letter, not a database".repeat(200);
    writeFileSync(path, garbage);
    expect(await finding()).toMatchObject({ exitCode: 1, state: "fault", message: expect.stringContaining(name) });
    expect(readFileSync(path, "utf8")).toBe(garbage);
    rmSync(path);
    expect(await finding()).toMatchObject({ exitCode: 1, state: "fault", message: expect.stringContaining(command) });
    writeFileSync(path, database);
  });
});

describe("a glob of --include", () => {
  it.each([
    ["[", /--include is '\[', but must be a glob with every bracket closed/],
    ["{a,b", /--include is '\{a,b'/],
    ["", /--include is empty, but must be a glob/],
  ])("is refused in one sentence when it is %j", async (glob, sentence) => {
    const { exitCode, stdout, stderr } = await colloquy(["ingest", "--transcripts-dir", "talks", "--include", glob], {
      cwd: folderWith({ "talks/one.txt": TALK }),
    });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^colloquy: [^\n]+\n$/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

describe("help for an unknown command", () => {
  it.each([
    [["help", "serch"], /unknown command 'serch' \(Did you mean search\?\)/],
    [["help", "xyzzy"], /unknown command 'xyzzy'/],
  ])("refuses %j in one sentence", async (args, sentence) => {
    const { exitCode, stdout, stderr } = await colloquy(args, { cwd: folderWith() });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^colloquy: [^\n]+\n$/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });

  it("stays available for a command, and for all commands", async () => {
    const cwd = folderWith();
    expect((await colloquy(["help", "search"], { cwd })).stdout).toContain("Usage: colloquy search");
    expect(await colloquy(["help"], { cwd })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Usage: colloquy <command>"),
    });
  });
});

describe("the events of a run", () => {
  it("end with run.stopped when there is no result", async () => {
    const cwd = folderWith({ "talks/one.bin": "\u0000" });
    const { exitCode, stdout, stderr } = await colloquy(["ingest", "--transcripts-dir", "talks", "--json"], { cwd });
    const last: unknown = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    expect(last).toEqual({ event: "run.stopped", time: expect.stringMatching(/^20/), runId: null });
    expect(stderr).toMatch(/^colloquy: There is nothing to read/);
    expect(exitCode).toBe(2);
  });
});
