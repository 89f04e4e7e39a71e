import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StoreState, StoreVerification, Verification } from "../src/index.ts";
import { FIRST_EPOCH } from "../src/model/index.ts";
import { colloquy, type Ended, folderWith, longTalk } from "./cli/process.ts";

const cwd = folderWith({ "talks/one.txt": longTalk(1, 40), "talks/two.txt": longTalk(2, 40) });
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

const call = (...args: string[]): Promise<Ended> => colloquy([...args, "--data-dir", "data"], { cwd });
const path = (name: string): string => join(cwd, "data", "default", name);

async function canonical(): Promise<string> {
  return (await call("export", "--format", "canonical")).stdout;
}

/** The last line of `verify --json`. */
async function verified(...args: string[]): Promise<{ result: Verification; exitCode: number | null }> {
  const { stdout, exitCode } = await call("verify", "--json", ...args);
  return { result: JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Verification, exitCode };
}

function storeOf({ stores }: Verification, holds: StoreVerification["holds"]): StoreVerification {
  const store = stores.find((each) => each.holds === holds);
  if (store === undefined) throw new Error(`Expected a store of the ${holds}.`);
  return store;
}

/** Runs SQL on a file of the workspace. Returns the number of changed rows. */
function damage(name: string, sql: string): number {
  const database = new Database(path(name));
  try {
    return database.prepare(sql).run().changes;
  } finally {
    database.close();
  }
}

let whole: string;
beforeAll(async () => {
  await call("ingest", "--transcripts-dir", "talks", "--quiet");
  whole = await canonical();
});

describe("colloquy verify", () => {
  it("reports that all is equal, with exit code 0", async () => {
    const { stdout, stderr, exitCode } = await call("verify");
    expect(stdout).toMatch(/graph +embedded: [\d,]+ rows: equal\n/);
    expect(stdout).toMatch(/vectors +embedded: \d+ rows: equal\n/);
    expect(stdout).toContain("Graph and vectors match the ledger.\n");
    expect(stdout).not.toMatch(CONTROLS);
    expect(stderr).toMatch(/^comparing: /m);
    expect(exitCode).toBe(0);
  });

  it("prints nothing but the exit code with --quiet", async () => {
    expect(await call("verify", "--quiet")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  describe("of files that another program changed", () => {
    let lost: number;
    beforeEach(async () => {
      lost = damage("graph.db", "DELETE FROM mention WHERE n % 7 = 0");
      expect(lost).toBeGreaterThan(3);
      expect(
        damage("graph.db", "UPDATE entity SET mentions = mentions + 1 WHERE n IN (SELECT min(n) FROM entity)"),
      ).toBe(1);
      expect(
        damage("graph.db", "UPDATE relationship SET confidence = 0.123 WHERE n IN (SELECT max(n) FROM relationship)"),
      ).toBe(1);
      damage("graph.db", "INSERT INTO node (value) VALUES ('a stranger')");
      damage("graph.db", "INSERT INTO transcript SELECT max(n), 1, 1, 7 FROM node");
      expect(damage("vectors.db", "DELETE FROM chunk WHERE ordinal = 1")).toBe(2);
    });

    it("says what differs, changes nothing, and repairs it with --repair", async () => {
      const ended = await call("verify");
      expect(ended.exitCode).toBe(1);
      expect(ended.stdout).toMatch(new RegExp(`graph +embedded: .* ${lost} missing, 2 changed, 1 extra:\\s+differs`));
      expect(ended.stdout).toMatch(/changed: entity \w/);
      expect(ended.stdout).toMatch(/missing: mention "/);
      expect(ended.stdout).toMatch(/vectors +embedded: \d+ of \d+ rows, 2 missing: differs/);
      expect(ended.stdout).toContain(
        "The graph and vectors differ from the ledger: `colloquy verify --repair` repairs that",
      );

      const before = await verified();
      expect(before).toMatchObject({ exitCode: 1, result: { ok: false, ledger: { ok: true } } });
      expect(storeOf(before.result, "graph")).toMatchObject({
        ok: false,
        state: "current",
        missing: lost,
        changed: 2,
        extra: 1,
        repaired: 0,
        kinds: { mention: { missing: lost }, entity: { changed: 1 }, quote: { ok: true } },
      });

      const repaired = await verified("--repair");
      expect(repaired).toMatchObject({ exitCode: 0, result: { ok: true } });
      // A changed relationship is deleted and written again, because an upsert cannot reverse an edge.
      expect(storeOf(repaired.result, "graph")).toMatchObject({ ok: true, missing: lost, repaired: lost + 4 });
      expect(await canonical()).toBe(whole);
      expect((await verified()).exitCode).toBe(0);
    });
  });

  it.each([
    ["foreign", (state: object) => ({ ...state, marker: "another ledger" })],
    ["behind", (state: StoreState) => ({ ...state, epoch: FIRST_EPOCH })],
    ["ahead", (state: StoreState) => ({ ...state, epoch: { ...state.epoch, number: state.epoch.number + 1 } })],
    ["diverged", (state: StoreState) => ({ ...state, epoch: { ...state.epoch, identity: "another" } })],
  ])("finds and repairs a store that is %s", async (name, change) => {
    const database = new Database(path("graph.db"));
    const select = database.prepare<[], string>("SELECT value FROM meta WHERE key = 'state'").pluck();
    const state = JSON.parse(select.get() ?? "") as StoreState;
    database.prepare("UPDATE meta SET value = ? WHERE key = 'state'").run(JSON.stringify(change(state)));
    database.close();
    const found = await verified();
    expect(found.exitCode).toBe(1);
    expect(storeOf(found.result, "graph")).toMatchObject({ ok: false, state: name, missing: 0, changed: 0, extra: 0 });
    expect((await verified("--repair")).exitCode).toBe(0);
    expect(await verified()).toMatchObject({ exitCode: 0, result: { stores: [{ state: "current" }, {}] } });
    expect(await canonical()).toBe(whole);
  });

  it("treats a missing file as an empty store, does not create it, and fills it with --repair", async () => {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path(`vectors.db${suffix}`), { force: true });
    const found = await verified();
    expect(storeOf(found.result, "vectors")).toMatchObject({ ok: false, state: "empty", rows: { store: 0 } });
    expect(existsSync(path("vectors.db"))).toBe(false);
    expect((await verified("--repair")).exitCode).toBe(0);
    expect(await canonical()).toBe(whole);
  });

  describe.each([
    ["a chunk", "UPDATE chunks SET text = 'X' || substr(text, 2) WHERE no = 1", /1 row of chunks \((one|two)\.txt\)/],
    [
      "a statement",
      "UPDATE facts SET start_offset = start_offset + 1 WHERE no = 3",
      /1 row of facts \((one|two)\.txt\)/,
    ],
    [
      "a conclusion",
      "UPDATE facts SET hash = randomblob(32) WHERE no = (SELECT min(no) FROM facts WHERE hash IS NOT NULL)",
      / rows of facts \((one|two)\.txt\)/,
    ],
    ["its own digest", "UPDATE meta SET value = replace(value, '1', '2') WHERE key = 'digest'", /1 row of meta/],
  ])("of a ledger with damage in %s", (_, sql, found) => {
    it("reports damage, repairs it with --repair, and ends with the same digest", async () => {
      expect(damage("ledger.db", sql)).toBeGreaterThan(0);
      const ended = await call("verify");
      expect(ended.exitCode).toBe(1);
      expect(ended.stdout.replaceAll(/\s+/g, " ")).toMatch(found);
      expect(ended.stdout).toContain("`colloquy verify --repair` sets damaged replies aside");
      const repaired = await verified("--repair");
      expect(repaired).toMatchObject({ exitCode: 0, result: { ok: true, ledger: { ok: true, repaired: true } } });
      await call("ingest", "--transcripts-dir", "talks", "--quiet");
      expect(await verified()).toMatchObject({ exitCode: 0, result: { ok: true, ledger: { damage: null } } });
      expect(await canonical()).toBe(whole);
    });
  });

  it("stops a run that would use a damaged reply, in one sentence", async () => {
    damage("ledger.db", "UPDATE settled SET extraction = '[' || extraction");
    damage("ledger.db", "UPDATE transcripts SET dirty = 1");
    const { exitCode, stdout, stderr } = await call("ingest", "--transcripts-dir", "talks", "--quiet");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(
      /^colloquy: The ledger \S+ is damaged: the reply about a chunk of one\.txt differs from what was written\. `colloquy verify --workspace default --data-dir \S+` lists[^\n]+\n$/,
    );
    expect((await verified("--repair")).exitCode).toBe(0);
    await call("ingest", "--transcripts-dir", "talks", "--quiet");
    expect(await canonical()).toBe(whole);
  });

  it("refuses an unknown workspace", async () => {
    const { exitCode, stdout, stderr } = await call("verify", "--workspace", "nobody");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^colloquy: There is no workspace nobody in data\. [^\n]+\n$/);
  });
});

it.each(["project", "verify"])("shows an example of %s", async (name) => {
  const { exitCode, stdout } = await colloquy([name, "--help"], { cwd });
  expect(stdout).toContain(`Example:\n  colloquy ${name}`);
  expect(exitCode).toBe(0);
});

describe("colloquy project", () => {
  it("prints one line per store, and one object with --json", async () => {
    const fresh = folderWith({ "talks/one.txt": longTalk(1, 20) });
    await colloquy(["ingest", "--transcripts-dir", "talks", "--quiet"], { cwd: fresh });
    const { stdout, exitCode } = await colloquy(["project", "--to", "embedded"], { cwd: fresh });
    expect(stdout).toMatch(
      /graph +embedded: [\d,]+ rows written in [\d.]+ m?s\n +vectors +embedded: \d+ rows? written in/,
    );
    expect(exitCode).toBe(0);
    const json = await colloquy(["project", "--json"], { cwd: fresh });
    const last = JSON.parse(json.stdout.trimEnd().split("\n").at(-1) ?? "") as object;
    expect(last).toMatchObject({
      workspace: "default",
      stores: [
        { holds: "graph", rows: 0 },
        { holds: "vectors", rows: 0 },
      ],
    });
    expect(json.stdout).not.toContain("run.stopped");
  });

  it("fills the files with any server settings in the environment", async () => {
    const fresh = folderWith({ "talks/one.txt": longTalk(1, 20) });
    await colloquy(["ingest", "--transcripts-dir", "talks", "--quiet"], { cwd: fresh });
    const environment = { NEO4J_URI: "bolt://127.0.0.1:1", NEO4J_PASSWORD: "one", NEO4J_BEARER_TOKEN: "two" };
    const refused = await colloquy(["project", "--quiet"], { cwd: fresh, environment });
    expect(refused.stderr).toMatch(/are both set/);
    const filled = await colloquy(["project", "--to", "embedded", "--quiet"], { cwd: fresh, environment });
    expect(filled).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  it.each([
    [["--to", "nowhere"], /--to is 'nowhere', but must be one of embedded, neo4j, qdrant\./],
    [["--to", "neo4j"], /no Neo4j is configured: set NEO4J_URI or give --neo4j-uri\./],
  ])("refuses %j", async (args, message) => {
    const { exitCode, stdout, stderr } = await call("project", ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
