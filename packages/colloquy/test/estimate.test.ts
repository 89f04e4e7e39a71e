import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { acquireLock } from "../src/adapters/sqlite/lock.ts";
import { estimate, type EstimateResult, type IngestOptions } from "../src/index.ts";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { everythingIn } from "./everything-in.ts";
import { IngestFixture } from "./ingest-fixture.ts";

let folder: IngestFixture;
let temporary: string;
let provider: SimulatedServer;
beforeEach(async () => {
  folder = new IngestFixture();
  for (const seed of [1, 2, 3]) folder.writeTalk(`talk-${seed}.txt`, seed);
  folder.write("notes.pdf", "%PDF-1.4");
  temporary = mkdtempSync(join(tmpdir(), "colloquy-estimate-test-"));
  // The folder of the ledger's copy.
  vi.stubEnv("TMPDIR", temporary);
  provider = await startSimulatedProvider({ timeScale: 1000 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  folder[Symbol.dispose]();
  rmSync(temporary, { recursive: true, force: true });
});

const NOTHING = { least: 0, likely: 0, most: 0 };

const places = () => ({
  transcriptsDir: folder.transcriptsDir,
  dataDir: folder.dataDir,
  outputDir: join(folder.root, "metrics"),
  workspace: "talks",
  environment: {},
});

function estimated(options: Partial<IngestOptions> = {}): Promise<EstimateResult> {
  return estimate({ ...places(), ...options });
}

const models = () => ({
  model: "openai:gpt-4o-mini",
  embeddingModel: "openai:text-embedding-3-small",
  baseUrl: provider.url,
});
const callsSent = () => provider.accounts.chat.calls + provider.accounts.embeddings.calls;

describe("an estimate", () => {
  it("creates nothing without a workspace, and finds the same files and chunks as ingest", async () => {
    const before = everythingIn(folder.root);
    const { files, chunks, modelStages, costUsd, seconds } = await estimated();
    expect(everythingIn(folder.root)).toEqual(before);
    expect(existsSync(folder.dataDir)).toBe(false);
    expect(files).toEqual({ found: 4, skipped: 1, new: 3, edited: 0, unchanged: 0 });
    expect(modelStages.map(({ model, basis }) => `${model}: ${basis}`)).toEqual([
      "rules: It runs on this machine and costs nothing.",
      "hashed words: It runs on this machine and costs nothing.",
    ]);
    expect({ costUsd, seconds }).toEqual({ costUsd: NOTHING, seconds: null });

    const result = await folder.ingest();
    expect(chunks).toEqual({ total: result.chunks.total, extracted: 0, embedded: 0, pending: result.chunks.extracted });
    const after = await estimated();
    expect(after.files).toEqual({ found: 4, skipped: 1, new: 0, edited: 0, unchanged: 3 });
    expect(after.chunks).toMatchObject({ extracted: result.chunks.extracted, embedded: result.vectors, pending: 0 });
  });

  it("sends no call, uses defaults at first, and measurements after a run", async () => {
    const all = await estimated(models());
    const trial = await estimated({ ...models(), limit: 2 });
    expect(callsSent()).toBe(0);
    expect(all.modelStages.map(({ measuredOn }) => measuredOn)).toEqual([null, null]);
    expect(all.seconds).toBeNull();
    expect(trial.chunks).toEqual({ ...all.chunks, pending: 2 });
    expect(trial.modelStages.map(({ chunks }) => chunks)).toEqual([2, 2]);

    await folder.ingest({ ...models(), limit: 2 });
    const [{ runId } = { runId: "" }] = folder.eventsOf("run.started");
    const spent = callsSent();
    const rest = await estimated(models());
    expect(callsSent()).toBe(spent);
    const pending = all.chunks.pending - 2;
    expect(rest.chunks).toEqual({ total: all.chunks.total, extracted: 2, embedded: 2, pending });
    expect(rest.modelStages.map(({ measuredOn }) => measuredOn)).toEqual([runId, runId]);
    expect(rest.modelStages[0]?.basis).toContain(`Measured on run ${runId} (`);
    expect(rest.seconds).not.toBeNull();
  });

  it("equals the run's own estimate, and is empty after the run unless forced", async () => {
    const { chunks } = await estimated(models());
    await folder.ingest(models());
    const announced = folder.eventsOf("estimate.made").map(({ estimate: each }) => each.chunks);
    expect(announced).toEqual([chunks.pending, chunks.pending]);
    const done = await estimated(models());
    expect(done.chunks.pending).toBe(0);
    expect(done.modelStages.map(({ calls, costUsd, basis }) => ({ calls, costUsd, basis }))).toEqual(
      ["Nothing is pending.", "Nothing is pending."].map((basis) => ({ calls: NOTHING, costUsd: NOTHING, basis })),
    );
    const forced = await estimated({ ...models(), force: true });
    expect(forced.modelStages.map(({ chunks }) => chunks)).toEqual([chunks.pending, chunks.pending]);
  });

  it("changes no byte and no time of workspace, reports and transcripts, and leaves no copy", async () => {
    await folder.ingest({ ...models(), limit: 2 });
    folder.writeTalk("talk-2.txt", 20, 90);
    rmSync(join(folder.transcriptsDir, "talk-3.txt"));
    const before = everythingIn(folder.root);
    const { files, chunks } = await estimated(models());
    await estimated({ ...models(), force: true });
    await estimated({ workspace: "other" });
    expect(everythingIn(folder.root)).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
    expect(files).toEqual({ found: 3, skipped: 1, new: 0, edited: 1, unchanged: 1 });
    const result = await folder.ingest(models());
    expect(chunks.total).toBe(result.chunks.total);
  });

  it("needs no key, and connects to no store", async () => {
    const { costUsd } = await estimated({
      model: "openai:gpt-4o-mini",
      embeddingModel: "openai:text-embedding-3-small",
      neo4jUri: "bolt://127.0.0.1:1",
      qdrantUrl: "http://127.0.0.1:1",
    });
    expect(costUsd?.likely).toBeGreaterThan(0);
    await expect(folder.ingest({ model: "openai:gpt-4o-mini" })).rejects.toThrow("needs a key");
  });

  it("has no total with an unknown price, and no time with an unknown limit", async () => {
    const known = { requestsPerMinute: 500, tokensPerMinute: 200_000 };
    const unknown = await estimated({ ...models(), model: "openai:brand-new", ...known });
    expect(unknown.costUsd).toBeNull();
    expect(unknown.modelStages).toMatchObject([
      { costUsd: null, prices: null, priceSource: null },
      { prices: { input: 0.02 } },
    ]);
    expect(unknown.seconds).toBeNull();
    const limited = await estimated({ ...models(), ...known, embeddingTokensPerMinute: 1_000_000 });
    expect(limited.seconds?.likely).toBeGreaterThan(0);
    const prices = join(folder.root, "prices.yaml");
    writeFileSync(prices, '"openai:brand-new": { input: 100, output: 400 }\n');
    const priced = await estimated({ ...models(), model: "openai:brand-new", prices });
    expect(priced.modelStages[0]).toMatchObject({ prices: { input: 100, output: 400 } });
    expect(priced.costUsd?.likely).toBeGreaterThan(0);
  });

  it("omits a stage that a run would skip", async () => {
    expect((await estimated({ skipKg: true })).modelStages.map(({ stage }) => stage)).toEqual(["embed"]);
    expect((await estimated({ skipEmbeddings: true })).modelStages.map(({ stage }) => stage)).toEqual(["extract"]);
    await folder.ingest(models());
    // Hashed words never replace vectors of a model.
    expect((await estimated()).modelStages.map(({ stage }) => stage)).toEqual(["extract"]);
  });

  it("is refused during a run, and blocks no run afterwards", async () => {
    await folder.ingest();
    const lock = join(folder.dataDir, "talks", "lock");
    {
      using _held = acquireLock(lock, "run-1", "2026-01-02T03:04:05.000Z");
      await expect(estimated()).rejects.toMatchObject({ code: "workspace-busy", exitCode: 5 });
    }
    await estimated();
    acquireLock(lock, "run-2", "2026-01-02T03:04:05.000Z")[Symbol.dispose]();
  });

  it("reads the commits of a crashed run", async () => {
    await folder.ingest();
    const ledger = join(folder.dataDir, "talks", "ledger.db");
    const { chunks } = await estimated();
    // Another connection keeps the ledger open, so that its write-ahead log remains.
    const { openSqliteLedger } = await import("../src/adapters/sqlite/ledger/index.ts");
    const { resolver } = await import("../src/resolution/index.ts");
    await using open = openSqliteLedger(ledger, { workspace: "talks", resolver });
    await open.putSkipped((await open.registerSource(folder.transcriptsDir, new Map())).key, []);
    expect(existsSync(`${ledger}-wal`)).toBe(true);
    expect((await estimated()).chunks).toEqual(chunks);
  });

  it("names the ledger, not its copy, when the file is no ledger", async () => {
    await folder.ingest();
    const ledger = join(folder.dataDir, "talks", "ledger.db");
    writeFileSync(ledger, "no ledger");
    await expect(estimated()).rejects.toMatchObject({
      code: "ledger",
      message: expect.stringMatching(new RegExp(`^${ledger} is not a ledger`)),
    });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("stops when its signal is aborted", async () => {
    await folder.ingest();
    folder.writeTalk("talk-4.txt", 4, 300);
    const stop = new AbortController();
    const onEvent: IngestOptions["onEvent"] = ({ event }) => void (event === "file.read" && stop.abort());
    await expect(estimated({ onEvent, signal: stop.signal })).rejects.toMatchObject({ code: "interrupted" });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each([
    [{ transcriptsDir: "/nowhere/talks" }, "invalid-input", /nowhere/],
    [{ include: ["*.vtt"] }, "invalid-input", /\*\.vtt/],
    [{ model: "openai:x", prices: "/nowhere/prices.yaml" }, "configuration", /prices\.yaml/],
    [{ model: "openai:x", baseUrl: "http://models.example/v1" }, "provider", /unencrypted/],
    [{ ontology: "/nowhere/ontology.yaml" }, "configuration", /ontology/],
    [{ workspace: "a/b" }, "invalid-input", /not a valid name for a workspace/],
    [{ modle: "x" }, "configuration", /^estimate has no option `modle`\. Did you mean `model`\?/],
  ])("refuses %j and creates nothing", async (options, code, message) => {
    const before = everythingIn(folder.root);
    await expect(estimated(options as Partial<IngestOptions>)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(everythingIn(folder.root)).toEqual(before);
  });

  it("guesses the questions of checks, judge and summaries, which follow the extraction", async () => {
    const questions = { ...models(), verify: true, resolutionModel: "openai:gpt-4o-mini", summaries: true };
    const { modelStages, costUsd, chunks, seconds } = await estimated({ ...questions, tokensPerMinute: 100_000 });
    expect(modelStages.map(({ stage }) => stage)).toEqual(["extract", "embed", "check", "judge", "summarise"]);
    const of = (name: string) => modelStages.find(({ stage }) => stage === name);
    for (const stage of ["check", "judge", "summarise"]) {
      expect(of(stage)?.basis).toMatch(/^A rough guess: /);
      expect(of(stage)?.rough).toBe(true);
      expect(of(stage)?.inputTokens.most).toBeGreaterThan(of(stage)?.inputTokens.least ?? Infinity);
    }
    // 6 entities a chunk, and 4 pairs for each of them; a fifth of the pairs is asked about twice, a fifth of the entities summarised.
    expect(of("judge")?.chunks).toBe(Math.round(chunks.total * 6 * 4 * 1.2));
    expect(of("summarise")?.chunks).toBe(Math.round(3 + chunks.total * 6 * 0.2));
    expect(chunks.pending).toBe(of("extract")?.chunks);
    expect(costUsd?.likely).toBeCloseTo(
      modelStages.reduce((sum, stage) => sum + (stage.costUsd?.likely ?? 0), 0),
      9,
    );
    expect(seconds === null || seconds.likely > (of("extract")?.seconds?.likely ?? 0)).toBe(true);
    expect(callsSent()).toBe(0);
  });

  it("guesses no questions if chunks are left after the run, or without the options", async () => {
    const few = await estimated({ ...models(), resolutionModel: "openai:gpt-4o-mini", summaries: true, limit: 2 });
    expect(few.modelStages.map(({ stage }) => stage)).toEqual(["extract", "embed"]);
    const none = await estimated(models());
    expect(none.modelStages.map(({ stage }) => stage)).toEqual(["extract", "embed"]);
  });
});
