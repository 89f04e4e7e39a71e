import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rmSync } from "node:fs";
import { runCommandLine } from "../src/cli/command-line.ts";
import { createOutput } from "../src/cli/output.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeAll(async () => {
  folder = new IngestFixture();
  folder.write("a.txt", "Ada Novak: Wolfgang told Mirela to use lanterns!\nBen Okafor: Mirela listened to Wolfgang.\n");
  await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
});
afterAll(() => folder[Symbol.dispose]());
const answers = (): string => join(folder.dataDir, "talks", "review.jsonl");
beforeEach(() => rmSync(answers(), { force: true }));

/** A call in this process; with `typed`, on a terminal in which a user types these lines. */
async function call(args: readonly string[], typed?: readonly string[]) {
  const written = { stdout: "", stderr: "" };
  const lines = [...(typed ?? [])];
  const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  const stdout = Object.assign(new PassThrough(), { isTTY: typed !== undefined, columns: 80 });
  stdout.on("data", (data: Buffer) => {
    written.stdout += data.toString();
    if (!data.toString().includes("[q]uit: ")) return;
    const line = lines.shift();
    if (line === undefined) input.end();
    else input.write(`${line}\n`);
  });
  const stderr = new PassThrough().on("data", (data: Buffer) => void (written.stderr += data.toString()));
  const exitCode = await runCommandLine(["review", ...args, "--workspace", "talks", "--data-dir", folder.dataDir], {
    output: createOutput(stdout, { NO_COLOR: "1" }),
    messages: createOutput(stderr, {}),
    input,
    environment: {},
    cwd: folder.root,
    interruption: { signal: new AbortController().signal, exitCode: null, endCleanly: () => {} },
  });
  return { exitCode, ...written };
}

const shareOf = (stdout: string, kind: string): string | undefined =>
  new RegExp(`^${kind} .*$`, "m").exec(stdout)?.[0].replaceAll(/ +/g, " ");

describe("colloquy review", () => {
  it("prints a sample to fill in, and reads it back", async () => {
    const { exitCode, stdout, stderr } = await call(["--kind", "relations"]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      "Fill in `answer` with yes, no or skip, and read the file with `colloquy review --file FILE`",
    );
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual({
      kind: "relations",
      text: expect.stringMatching(/^\w+ \[Person\] INFLUENCES \w+ \[Person\]$/),
      words: [expect.stringMatching(/Wolfgang/)],
      answer: "",
      id: expect.any(String),
    });
    const file = join(folder.root, "filled.jsonl");
    writeFileSync(
      file,
      lines.map((line, at) => JSON.stringify({ ...line, answer: at === 0 ? "Yes" : "n" })).join("\n"),
    );
    const read = await call(["--kind", "relations", "--file", file]);
    expect(read.stdout).toMatch(/^kind +sample +judged +right +precision +95 % interval +skipped\n/);
    expect(shareOf(read.stdout, "relations")).toBe("relations 2 2 1 50.0 % 9.5 % to 90.5 % 0");
    for (const line of read.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const { items, figures } = JSON.parse((await call(["--kind", "relations", "--json"])).stdout);
    expect(items.map(({ answer }: { answer: string }) => answer)).toEqual(["yes", "no"]);
    expect(figures).toMatchObject([{ kind: "relations", judged: 2, right: 1 }]);
    expect(statSync(answers()).mode & 0o777).toBe(0o600);
  });

  it("asks on a terminal, keeps each answer, and continues where it stopped", async () => {
    const first = await call(["--kind", "relations"], ["what?", "y"]);
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain("1 of 2 · relations · Do the words say this, in this direction and in this way?\n");
    expect(first.stdout).toMatch(/\n {6}“[^”]*Wolfgang[^”]*”\n {6}a\.txt · \w+/);
    expect(shareOf(first.stdout, "relations")).toBe("relations 2 1 1 100.0 % 20.7 % to 100.0 % 0");
    expect(readFileSync(answers(), "utf8").trim().split("\n")).toHaveLength(1);
    const second = await call(["--kind", "relations"], ["s"]);
    expect(second.stdout).toContain("1 of 1 · relations");
    expect(shareOf(second.stdout, "relations")).toBe("relations 2 1 1 100.0 % 20.7 % to 100.0 % 1");
    const third = await call(["--kind", "relations"], []);
    expect(third.stdout).not.toContain("[q]uit");
  });

  it("stops at q, and says when there is nothing to review", async () => {
    const { exitCode, stdout } = await call([], ["q"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("kind ");
    const merges = await call(["--kind", "merges", "--file", "/dev/null"]);
    expect(merges.stdout).toBe("There is nothing to review: the graph has no item of these kinds.\n");
  });

  it.each([
    [
      '{"id":"x","answer":"maybe"}',
      /filled\.jsonl: line 1 has the answer "maybe", but it must be yes, no, skip or empty\./,
    ],
    [
      '{"id":"x","answer":"yes"}\nnot JSON',
      /filled\.jsonl: line 2 is no line of a sample: it needs `id` and `answer`\./,
    ],
  ])("refuses the file %j, and keeps none of its answers", async (text, sentence) => {
    writeFileSync(join(folder.root, "filled.jsonl"), text);
    const { exitCode, stdout, stderr } = await call(["--file", "filled.jsonl"]);
    expect(stderr).toMatch(sentence);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(() => statSync(answers())).toThrow("ENOENT");
  });

  it.each([
    [["--kind", "quotes"], /--kind is 'quotes', but must be one of merges, relations, mentions, found\./],
    [["--file", "none.jsonl"], /none\.jsonl cannot be read/],
  ])("refuses %j in one sentence", async (args, sentence) => {
    const { exitCode, stderr } = await call(args);
    expect(stderr).toMatch(sentence);
    expect(exitCode).toBe(2);
  });
});
