import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createChatModel, type ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../src/extraction/index.ts";
import type { ChatModel, Evidence } from "../../src/index.ts";
import { colloquy, folderWith } from "../cli/process.ts";
import { realServer } from "./server.ts";

/** The shortest conversation of the sample: three chunks. */
const SAMPLE = fileURLToPath(new URL("../../../../examples/transcripts", import.meta.url));
const FILE = "slow-mornings/07-one-year-later.txt";
const CHUNKS = 3;

/** Short texts with one subject each, so that a small embedding model can distinguish them. */
const TALKS = {
  "talks/sleep.txt": "Maya Okafor: Sleep deprivation causes bad decisions. You cannot argue with a tired brain.",
  "talks/budget.txt": "Lena Marchetti: The council wants a smaller budget for the library.",
  "talks/walks.txt": "Ben Castellano: Walking meetings require good shoes and a colleague who does not talk too fast.",
} as const;

const chat = await realServer("COLLOQUY_TEST_LLAMA_URL");
const embeddings = await realServer("COLLOQUY_TEST_LLAMA_EMBEDDING_URL");

interface Result {
  readonly chunks: {
    readonly total: number;
    readonly extracted: number;
    readonly embedded: number;
    readonly deadLetters: number;
  };
  readonly usage: Readonly<Record<string, number>>;
  readonly graph: { readonly entities: number; readonly evidence: number };
  readonly digest: string;
}

const lastLine = (stdout: string): unknown => JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");

describe("a real model of llama.cpp", () => {
  it("ingests a few chunks with evidence from their words, and sends no call the second time", async ({ skip }) => {
    if (typeof chat === "string") return skip(chat);
    if (typeof embeddings === "string") return skip(embeddings);
    const cwd = folderWith();
    const models = ["--model", chat.model, "--base-url", chat.url];
    const vectors = ["--embedding-model", embeddings.model, "--embedding-base-url", embeddings.url];
    const folder = ["--transcripts-dir", SAMPLE, "--include", FILE, "--limit", String(CHUNKS)];
    const ingest = ["ingest", ...folder, ...models, ...vectors, "--json"];

    const first = await colloquy(ingest, { cwd });
    const result = lastLine(first.stdout) as Result;
    expect([0, 3]).toContain(first.exitCode);
    expect(result.chunks.total).toBe(CHUNKS);
    expect(result.chunks.embedded).toBe(CHUNKS);
    expect(result.chunks.extracted + result.chunks.deadLetters).toBe(CHUNKS);
    // A model of half a billion parameters may fail on one chunk. More failures are a fault of Colloquy.
    expect(result.chunks.extracted).toBeGreaterThanOrEqual(CHUNKS - 1);
    for (const count of ["inputTokens", "outputTokens", "embeddingTokens"])
      expect(result.usage[count]).toBeGreaterThan(0);
    expect(result.usage["unreportedUsage"]).toBe(0);

    const exported = await colloquy(["export", "--format", "jsonl"], { cwd });
    const evidence = exported.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly evidence?: Evidence })
      .flatMap((row) => row.evidence ?? []);
    expect(evidence.length).toBeGreaterThan(0);
    const canonical = readFileSync(join(SAMPLE, FILE), "utf8");
    for (const { file, startOffset, endOffset, text } of evidence) {
      expect(file).toBe(FILE);
      expect(canonical.slice(startOffset, endOffset)).toBe(text);
    }

    const again = lastLine((await colloquy(ingest, { cwd })).stdout) as Result;
    expect(again.usage["attempts"]).toBe(0);
    expect(again.digest).toBe(result.digest);
  });

  it("makes vectors that find a chunk by meaning without a common word", async ({ skip }) => {
    if (typeof embeddings === "string") return skip(embeddings);
    const cwd = folderWith(TALKS);
    const vectors = ["--embedding-model", embeddings.model, "--embedding-base-url", embeddings.url];
    const ingest = ["ingest", "--transcripts-dir", "talks", "--skip-kg", ...vectors, "--json"];
    expect((await colloquy(ingest, { cwd })).exitCode).toBe(0);
    const found = await colloquy(["search", "exhausted people choose poorly", ...vectors, "--json"], { cwd });
    const { hits } = lastLine(found.stdout) as { readonly hits: readonly { readonly file: string }[] };
    expect(hits[0]?.file).toBe("sleep.txt");
    expect(found.stderr).toBe("");
  });

  it("keeps the complete part of a reply that its token limit cuts off", async ({ skip }) => {
    if (typeof chat === "string") return skip(chat);
    const spec: ModelSpec = {
      provider: "openai",
      model: chat.model,
      baseUrl: chat.url,
      apiKey: null,
      contextTokens: null,
      dimensions: null,
      connections: 1,
    };
    const model = await createChatModel(spec);
    // Too little for three chunks, also without items.
    const terse: ChatModel = {
      profile: model.profile,
      contextTokens: model.contextTokens,
      ping: (options) => model.ping(options),
      complete: (request, options) => model.complete({ ...request, maxOutputTokens: 40 }, options),
      [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
    };
    await using extractor = createModelExtractor({ chatModel: terse, ontology: DEFAULT_ONTOLOGY });
    const lines = readFileSync(join(SAMPLE, FILE), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const batch = Array.from({ length: CHUNKS }, (_, index) => ({
      label: `c${index + 1}`,
      turns: lines.slice(4 * index, 4 * index + 4).map((line) => {
        const [speaker = "", ...words] = line.split(": ");
        return { speaker, text: words.join(": ") };
      }),
    }));
    const reply = await extractor.extract(batch, { signal: new AbortController().signal });
    expect(reply.cutOff).toBe(true);
    expect(reply.extractions.size).toBeLessThan(CHUNKS);
    expect(reply.usage?.outputTokens).toBe(40);
    expect(reply.raw?.length).toBeGreaterThan(0);
  });
});
