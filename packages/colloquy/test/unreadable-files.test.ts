import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { colloquy, type Ended, folderWith } from "./cli/process.ts";

const TALK = "Ada Novak: Deep sleep reduces stress.\nBen Okafor: And good habits require practice.\n";
const MODEL = ["--model", "openai:gpt-4o-mini", "--base-url", "http://127.0.0.1:9/v1"];

/** The timeout of a run that waits for a pipe forever. */
async function ended(call: Promise<Ended>): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it waits")), 30_000);
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}

describe.skipIf(process.platform === "win32")("a pipe, a socket, a folder or a device", () => {
  let cwd: string;
  beforeAll(() => {
    cwd = folderWith({ "talks/one.txt": TALK });
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    mkdirSync(join(cwd, "folder"));
    writeFileSync(join(cwd, "huge.yaml"), "#".repeat(1_000_001));
    createServer().listen(join(cwd, "socket")).unref();
  });

  const COMMANDS = [
    ["--config", (file: string) => ["status", "--config", file]],
    ["--ontology", (file: string) => ["ingest", "--transcripts-dir", "talks", "--ontology", file, ...MODEL]],
    ["--prices", (file: string) => ["ingest", "--transcripts-dir", "talks", "--prices", file, ...MODEL]],
    ["--script", (file: string) => ["simulate", "--port", "0", "--script", file]],
    ["parse", (file: string) => ["parse", file]],
  ] as const;

  const refuses = async (args: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await ended(colloquy(args, { cwd, environment: { OPENAI_API_KEY: "sk-none" } }));
    expect(stderr).toMatch(/it is a (?:folder|pipe, a socket or a device, not a file)/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(exitCode).toBe(2);
  };

  it.each(COMMANDS)("is refused by %s in one sentence, without waiting", async (_, argumentsOf) => {
    await refuses(argumentsOf("pipe"));
  });

  it.each(["socket", "folder", "/dev/zero"])("is refused as a configuration file: %s", async (file) => {
    await refuses(["status", "--config", file]);
  });

  it("is refused as a configuration file, as are huge files and huge aliases", async () => {
    for (const [name, text, reason] of [
      ["huge.yaml", "#".repeat(1_000_001), "it is larger than a megabyte"],
      ["cyclic.yaml", "workspace: &a [*a]", "an alias refers to a value that contains it"],
      [
        "laughs.yaml",
        `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(10)}]\nc: &c [${"*b,".repeat(10)}]\nd: [${"*c,".repeat(10)}]`,
        "its aliases expand to too many values",
      ],
    ] as const) {
      writeFileSync(join(cwd, name), text);
      const { exitCode, stderr } = await colloquy(["status", "--config", name], { cwd });
      expect(stderr).toContain(reason);
      expect(stderr).not.toContain("report");
      expect(exitCode).toBe(2);
    }
  });

  it("is not read as .env", async () => {
    const other = folderWith();
    execFileSync("mkfifo", [join(other, ".env")]);
    const { exitCode, stderr } = await ended(colloquy(["status"], { cwd: other }));
    expect(stderr).toContain("The file .env cannot be read (it is a pipe, a socket or a device, not a file)");
    expect(exitCode).toBe(2);
  });

  it("is refused as a log without a reader", async () => {
    const call = colloquy(["ingest", "--transcripts-dir", "talks", "--log-file", "pipe"], { cwd });
    const { exitCode, stderr } = await ended(call);
    expect(stderr).toContain("no program reads it");
    expect(exitCode).toBe(2);
  });
});

describe("a file that is no conversation", () => {
  it("is skipped with a reason, in bounded memory, and other files are read", async () => {
    const cwd = folderWith({ "talks/one.txt": TALK, "talks/million.txt": "A: hm\nB: ok\n".repeat(500_000) });
    writeFileSync(join(cwd, "talks/turns.txt"), "A: hm\nB: ok\n".repeat(60_000));
    const { exitCode, stdout } = await colloquy(["ingest", "--transcripts-dir", "talks", "--json"], { cwd });
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event?: string; file?: string; reason?: string });
    expect(events.filter(({ event }) => event === "file.skipped").map(({ file, reason }) => [file, reason])).toEqual([
      ["million.txt", "too many lines: 1,000,000 with text, the limit is 400,000; split the file"],
      ["turns.txt", "too many turns: 120,000, the limit is 100,000; split the file"],
    ]);
    expect(events.filter(({ event }) => event === "file.read").map(({ file }) => file)).toEqual(["one.txt"]);
    expect(exitCode).toBe(0);
  });
});
