import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare, type Comparison, open } from "../src/index.ts";
import { colloquy, type Ended } from "./cli/process.ts";
import { IngestFixture } from "./ingest-fixture.ts";

const TALK = `Ada Novak: Deep sleep reduces stress, and the remote control needs a battery.
Ben Okafor: Exercise improves memory. The remote control is cheap, and deep sleep improves memory.
Ada Novak: Late caffeine reduces deep sleep, and if you ask me nothing is better than a walk!
`;

/** Each week has another topic, so that missing chunks show in the comparison. */
const WEEKS = ["memory", "attention", "patience", "appetite"];

const folder = new IngestFixture();
afterAll(() => folder[Symbol.dispose]());

async function comparisonOf(a: string, b: string): Promise<Comparison> {
  await using one = await open(a, { dataDir: folder.dataDir, environment: {} });
  await using other = await open(b, { dataDir: folder.dataDir, environment: {} });
  // Awaited here, because both are disposed of when this function returns.
  return await compare(one, other);
}

beforeAll(async () => {
  for (const [week, outcome] of WEEKS.entries()) folder.write(`week-${week}.txt`, TALK.replaceAll("memory", outcome));
  await folder.ingest({ workspace: "whole" });
  await folder.ingest({ workspace: "again" });
  await folder.ingest({ workspace: "part", limit: 2 });
});

describe("the comparison of two workspaces", () => {
  it("finds full agreement for the same transcripts and extractor, although ids differ", async () => {
    const { entities, relations, implied, recurrences, quotes, chunks, warnings } = await comparisonOf(
      "whole",
      "again",
    );
    expect(warnings).toEqual([]);
    expect(entities.named.a).toBeGreaterThan(3);
    expect(relations.typed.a).toBeGreaterThan(1);
    expect(recurrences.a).toBeGreaterThan(1);
    for (const { a, b, both } of [
      entities.typed,
      relations.withPolarity,
      implied.typed,
      recurrences,
      quotes.samePosition,
    ])
      expect([b, both]).toEqual([a, a]);
    expect(chunks).toMatchObject({ both: 4, settledInBoth: 4 });
  });

  it("finds partial agreement after an early stop, and reports the reason", async () => {
    const { relations, chunks, warnings } = await comparisonOf("whole", "part");
    expect(chunks).toMatchObject({ both: 4, settledInBoth: 2 });
    expect(warnings).toEqual([expect.stringContaining("2 are extracted only in whole and 0 only in part")]);
    expect(relations.typed.recall).toBeLessThan(1);
    expect(relations.typed.precision).toBe(1);
    expect(relations.onlyA[0]?.evidence?.text).toMatch(/improves/);
    expect(relations.onlyB).toEqual([]);
  });

  it("swaps precision and recall when the workspaces are swapped", async () => {
    const { relations } = await comparisonOf("part", "whole");
    expect(relations.typed.precision).toBeLessThan(1);
    expect(relations.typed.recall).toBe(1);
  });

  it("accepts the same workspace twice", async () => {
    expect((await comparisonOf("whole", "whole")).entities.typed.f1).toBe(1);
  });

  it("refuses values that are no workspaces", async () => {
    await using whole = await open("whole", { dataDir: folder.dataDir, environment: {} });
    await expect(compare(whole, "again" as never)).rejects.toMatchObject({ code: "configuration" });
    await expect(compare(whole, whole, { examples: -1 })).rejects.toThrow(/a whole number of at least 0, got -1/);
  });
});

describe("colloquy compare", () => {
  const call = (...args: readonly string[]): Promise<Ended> =>
    colloquy(["compare", ...args, "--data-dir", folder.dataDir], { cwd: folder.root });

  it("prints a table, its basis and examples", async () => {
    const { exitCode, stdout, stderr } = await call("whole", "part");
    expect(stdout).toMatch(/^A {2}whole {2}\(the reference\)\nB {2}part\n\nNote: Of 4 common chunks/);
    expect(stdout).toMatch(/^relations +\d+ +\d+ +\d+ +100\.0 % +\d\d\.\d % +\d\d\.\d %$/m);
    expect(stdout).toMatch(/^Only in A\n {2}entities\n/m);
    expect(stdout).not.toContain("Only in B");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("prints the library's result as one object", async () => {
    const { exitCode, stdout } = await call("whole", "part", "--json", "--examples", "1");
    const printed = JSON.parse(stdout) as Comparison;
    expect(printed).toMatchObject({ a: "whole", b: "part", chunks: { both: 4 } });
    expect(printed.relations.onlyA).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  it("refuses an unknown workspace, and any number of workspaces but two", async () => {
    const unknown = await call("whole", "nowhere");
    expect(unknown.stderr).toMatch(/^colloquy: There is no workspace nowhere in [^\n]+\n$/);
    const one = await call("whole");
    expect(one.stderr).toMatch(/^colloquy: `compare` takes two workspaces, got 1; [^\n]+\n$/);
    expect([unknown.exitCode, one.exitCode]).toEqual([2, 2]);
  });

  it("shows an example in its help", async () => {
    const { exitCode, stdout } = await colloquy(["compare", "--help"], { cwd: folder.root });
    expect(stdout).toContain("Example:\n  colloquy compare sequential fast");
    expect(exitCode).toBe(0);
  });

  it("compares a workspace whose folder was moved", async () => {
    const elsewhere = join(folder.root, "elsewhere");
    cpSync(folder.dataDir, elsewhere, { recursive: true });
    await using here = await open("whole", { dataDir: folder.dataDir, environment: {} });
    await using there = await open("again", { dataDir: elsewhere, environment: {} });
    expect((await compare(here, there)).relations.typed.f1).toBe(1);
  });
});
