import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type IngestOptions, open, retryFailed, type RunEvent, type RunOptions } from "../src/index.ts";
import { type SimulatedServer, type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

const KEY = "key-that-must-not-be-seen-0123456789";

let folder: IngestFixture;
let provider: SimulatedServer | null;
beforeEach(() => {
  folder = new IngestFixture();
  for (const seed of [1, 2]) folder.writeTalk(`talk-${seed}.txt`, seed);
  folder.write("odd.txt", "Ada: Zyzzyva is a word that nobody else says.\n");
  provider = null;
});
afterEach(async () => {
  await provider?.close();
  folder[Symbol.dispose]();
});

/** A provider with fast calls, and the options that name its models. */
async function modelsAt(simulation: SimulationOptions = {}): Promise<Partial<IngestOptions>> {
  await provider?.close();
  provider = await startSimulatedProvider({ timeScale: 1000, ...simulation });
  return {
    model: "simulated",
    embeddingModel: "simulated-embedding",
    baseUrl: provider.url,
    environment: {},
  };
}

function keyFile(): string {
  const path = join(folder.root, "key");
  writeFileSync(path, `${KEY}\n`);
  chmodSync(path, 0o600);
  return path;
}

describe("a run with models", () => {
  it("extracts and embeds with them, and reports an estimate before the first call", async () => {
    const result = await folder.ingest(await modelsAt());
    expect(result.chunks).toMatchObject({ extracted: result.chunks.total, embedded: result.chunks.total, pending: 0 });
    expect(result.profiles).toMatchObject([{ profile: expect.stringMatching(/^openai:simulated prompt/) }]);
    expect(result.usage.inputTokens).toBeGreaterThan(0);
    expect(result.usage.costUsd).toBeNull();
    expect(result.exitCode).toBe(0);
    const names = folder.events.map(({ event }) => event);
    expect(names.filter((name) => name === "estimate.made")).toHaveLength(2);
    expect(names.lastIndexOf("estimate.made")).toBeLessThan(names.indexOf("batch.completed"));
  });

  it("counts every call and token that its provider counts, including pings", async () => {
    // No reply is slow enough for the limiter to cancel it, which would leave its usage unreported.
    const latency = { firstTokenSigma: 0, speedSigma: 0, stragglers: 0 };
    const { usage } = await folder.ingest({
      ...(await modelsAt({ seed: 3, latency, faults: { serverError: 0.2, cutOff: 0.2 } })),
      batchSize: 1,
    });
    const replies = (provider?.log ?? []).filter(({ result }) => result === "complete");
    const sum = (endpoint: string, count: "inputTokens" | "outputTokens"): number =>
      replies.reduce((all, entry) => all + (entry.endpoint === endpoint ? entry[count] : 0), 0);
    expect(usage).toMatchObject({
      attempts: Number(provider?.accounts.chat.calls) + Number(provider?.accounts.embeddings.calls),
      unreportedUsage: 0,
      inputTokens: sum("chat", "inputTokens"),
      outputTokens: sum("chat", "outputTokens"),
      embeddingTokens: sum("embeddings", "inputTokens"),
    });
    expect(usage.calls).toBe(replies.length);
    expect(usage.attempts).toBeGreaterThan(usage.calls);
  });

  it("uses the key of a file, and never shows it", async () => {
    const models = await modelsAt({ apiKey: KEY });
    const result = await folder.ingest({ ...models, apiKeyFile: keyFile() });
    expect(result.usage.failed).toBe(0);
    expect(JSON.stringify([result, folder.events])).not.toContain(KEY);
    for (const entry of readdirSync(folder.root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && path !== join(folder.root, "key"))
        expect(readFileSync(path).includes(KEY), path).toBe(false);
    }
  });

  it.each(["openai-key", ""])("stops before spending money with the wrong key %j", async (key) => {
    const models = await modelsAt({ apiKey: KEY });
    const stopped = folder.ingest({ ...models, environment: { OPENAI_API_KEY: key } });
    await expect(stopped).rejects.toMatchObject({ code: "provider", exitCode: 1 });
    await expect(stopped).rejects.not.toThrow(/openai-key|must-not-be-seen/);
    expect(provider?.accounts.chat.admitted).toBe(0);
    expect(provider?.accounts.embeddings.admitted).toBe(0);
  });

  it("creates no workspace when the options show that no call is possible", async () => {
    for (const options of [
      { model: "gpt-4o-mini" },
      { model: "gpt-4o-mini", baseUrl: "http://example.org/v1" },
      { embeddingModel: "text-embedding-3-small" },
      { model: "gpt-4o-mini", apiKeyFile: join(folder.root, "absent") },
      { model: "gpt-4o-mini", ontology: join(folder.root, "absent.yaml"), environment: { OPENAI_API_KEY: KEY } },
    ])
      await expect(folder.ingest({ environment: {}, ...options })).rejects.toMatchObject({ name: "ColloquyError" });
    expect(readdirSync(folder.root).sort()).toEqual(["talks"]);
  });

  it("calls no named model when the caller's port replaces it or the stage is skipped", async () => {
    const models = { model: "nobody", embeddingModel: "nobody", baseUrl: "https://example.org/v1", environment: {} };
    const extractor = new ScriptedExtractor();
    await folder.ingest({ ...models, ports: { extractor }, skipEmbeddings: true });
    expect(extractor.calls.length).toBeGreaterThan(0);
    await expect(folder.ingest({ ...models, skipKg: true, skipEmbeddings: true })).resolves.toMatchObject({
      usage: { calls: 0 },
    });
  });

  it("uses the types of the user's ontology, and reports errors in it", async () => {
    const models = { ...(await modelsAt()), skipEmbeddings: true };
    const ontology = join(folder.root, "ontology.yaml");
    writeFileSync(
      ontology,
      "entities:\n  - name: Planet\n    description: A body that circles a star.\n    colour: red\n",
    );
    await expect(folder.ingest({ ...models, ontology })).rejects.toThrow(/ontology\.yaml.*line/);
    expect(provider?.accounts.chat.calls).toBe(0);

    const [ours] = (await folder.ingest({ ...models, limit: 1 })).profiles;
    writeFileSync(ontology, "entities:\n  Planet: A body that circles a star.\nrelations:\n  ORBITS: Circles it.\n");
    const both = (await folder.ingest({ ...models, ontology })).profiles.map(({ profile }) => profile);
    expect(both).toHaveLength(2);
    expect(both).toContain(ours?.profile);

    await folder.ingest({ ontology, environment: {}, skipEmbeddings: true });
    expect(folder.eventsOf("warning").map(({ message }) => message)).toContain(
      `The ontology ${ontology} has no effect on rules: name a model with --model.`,
    );
  });
});

describe("dead letters", () => {
  const options = (models: RunOptions): RunOptions => ({
    ...models,
    workspace: "talks",
    dataDir: folder.dataDir,
    outputDir: join(folder.root, "metrics"),
  });

  it("are requested again, alone, and removed after success", async () => {
    const poisoned = await modelsAt({ triggers: [{ contains: "Zyzzyva", fault: "refusal" }] });
    const failed = await folder.ingest(poisoned);
    expect(failed).toMatchObject({ exitCode: 3, chunks: { deadLetters: 1 } });

    const again = await retryFailed(options(poisoned));
    expect(again).toMatchObject({
      exitCode: 3,
      retried: 1,
      deadLetterReasons: [{ stage: "extract", chunks: 1, reason: expect.stringContaining("refused") }],
    });

    const healed = await modelsAt();
    // The names of the chunk would be embedded too.
    const done = await retryFailed(options({ ...healed, skipEmbeddings: true }));
    expect(done).toMatchObject({ exitCode: 0, retried: 1, deadLetterReasons: [], chunks: { deadLetters: 0 } });
    expect(Object.keys(provider?.accounts.prompts ?? {}).length).toBeLessThanOrEqual(2);
    expect(await retryFailed(options(healed))).toMatchObject({ exitCode: 0, retried: 0 });
  });

  it("are not extracted by the rules silently", async () => {
    const poisoned = await modelsAt({ triggers: [{ contains: "Zyzzyva", fault: "refusal" }] });
    await folder.ingest(poisoned);
    await expect(retryFailed(options({ environment: {} }))).rejects.toThrow(
      /^The dead letters contain chunks that openai:simulated .* could not extract: name the model for the retry with --model\.$/,
    );
  });

  it("need an existing workspace", async () => {
    await expect(retryFailed(options({ workspace: "absent" }))).rejects.toMatchObject({ code: "invalid-input" });
  });
});

describe("a workspace with vectors of a model", () => {
  const search = async (models: Partial<IngestOptions>) => {
    const notices: string[] = [];
    const { model, embeddingModel, baseUrl, dimensions } = models;
    const named = Object.entries({ model, embeddingModel, baseUrl, dimensions }).filter(
      ([, value]) => value !== undefined,
    );
    await using workspace = await open("talks", {
      dataDir: folder.dataDir,
      environment: {},
      onNotice: (notice) => notices.push(notice),
      ...Object.fromEntries(named),
    });
    const hits = [
      await workspace.search("zyzzyva words", { limit: 99 }),
      await workspace.search("morning light", { limit: 99 }),
    ];
    return { hits: hits.map((found) => found.length), notices };
  };

  it("is searched by meaning when that model is named, else by words only, with one remark", async () => {
    const models = await modelsAt();
    const { chunks } = await folder.ingest(models);
    const requested = provider?.accounts.embeddings.calls ?? 0;
    expect(await search(models)).toEqual({ hits: [chunks.total, chunks.total], notices: [] });
    expect(provider?.accounts.embeddings.calls).toBe(requested + 2);

    const byWords = await search({});
    expect(byWords.hits[0]).toBeLessThan(chunks.total);
    expect(byWords.notices).toEqual([
      "Searched by words only: the vectors are of openai:simulated-embedding. To search by meaning too, name this model with --embedding-model openai:simulated-embedding, and its --embedding-base-url if it has one.",
    ]);
    expect((await search({ ...models, embeddingModel: "another" })).notices[0]).toContain(", not another.");
    expect(provider?.accounts.embeddings.calls).toBe(requested + 2);
  });

  it("is searched by words when the model does not respond, with the reason", async () => {
    const models = await modelsAt({ apiKey: KEY });
    await folder.ingest({ ...models, apiKeyFile: keyFile() });
    const { hits, notices } = await search(models);
    expect(hits[0]).toBeGreaterThan(0);
    expect(notices[0]).toMatch(/^Searched by words only, because the query could not be embedded: .* refuses/);
  });

  it("returns no hits, without an error, after its first run stopped before projection", async () => {
    const models = await modelsAt();
    const stop = new AbortController();
    const onEvent = ({ event, ...rest }: RunEvent) => {
      if (event === "stage.completed" && "stage" in rest && rest.stage === "embed") stop.abort();
    };
    // The dimensions differ from the model's default, so the index was prepared for other vectors.
    const first = folder.ingest({ ...models, dimensions: 64, skipKg: true, signal: stop.signal, onEvent });
    await expect(first).rejects.toMatchObject({ code: "interrupted" });
    for (const named of [models, {}, { ...models, dimensions: 64 }])
      expect(await search(named)).toEqual({ hits: [0, 0], notices: [] });
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
    const { unwritten, chunks } = await workspace.status();
    expect(unwritten).toBe(chunks.total);
  });

  it("does not need the dimensions again", async () => {
    const models = await modelsAt();
    const { chunks } = await folder.ingest({ ...models, dimensions: 64 });
    expect(await search(models)).toEqual({ hits: [chunks.total, chunks.total], notices: [] });
  });

  it("keeps its vectors without a named model, and warns that new chunks are not embedded", async () => {
    const { vectors } = await folder.ingest(await modelsAt());
    folder.write("new.txt", "Ada: Something new is said here.\n");
    const kept = await folder.ingest({ environment: {} });
    expect(kept.vectors).toBe(vectors);
    expect(kept.chunks.embedded).toBe(kept.chunks.total - 1);
    expect(folder.eventsOf("warning").map(({ message }) => message)).toContain(
      "The index holds vectors of openai:simulated-embedding, so new chunks are not embedded without this model: name it with --embedding-model openai:simulated-embedding, and its --embedding-base-url if it has one.",
    );
  });
});

describe("invalid model options", () => {
  it.each([
    [{ model: "" }, "Expected `model` to be the name of a model, such as `openai:gpt-4o-mini`, got ''."],
    [{ baseUrl: "host" }, "Expected `baseUrl` to be an address that starts with http:// or https://, got 'host'."],
    [
      { timeoutMs: "soon" },
      "Expected `timeoutMs` to be a number of milliseconds from 1,000 to 86,400,000, got 'soon'.",
    ],
    [{ preset: "fast" }, 'Expected `preset` to be one of "conservative", "production", "aggressive", got \'fast\'.'],
    [{ minConfidence: 2 }, "Expected `minConfidence` to be a number from 0 to 1, got 2."],
    [{ modle: "gpt" }, "ingest has no option `modle`. Did you mean `model`?"],
    [{ apiKey: KEY }, "ingest has no option `apiKey`. Did you mean `apiKeyFile`?"],
  ])("are refused: %j", async (options, message) => {
    await expect(folder.ingest(options as Partial<IngestOptions>)).rejects.toThrow(message);
  });
});
