import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createChatModel, type ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../src/extraction/index.ts";
import type { ChatModel, Evidence } from "../../src/index.ts";
import { colloquy, folderWith } from "../cli/process.ts";
import { realServer } from "./server.ts";

const TRANSCRIPTS = {
  "transcripts/sleep.txt": `Maya Okafor: Going to bed at the same hour reduces stress, and I see it in every patient I have.
Jonah Vance: So a regular bedtime is the practice, and less stress is the outcome?
Maya Okafor: Yes. Sleep deprivation causes bad decisions. You cannot argue with a tired brain.`,
  "transcripts/budget.txt": `Lena Marchetti: The council wants a smaller budget for the library.
Samuel Adeyemi: Shorter opening hours lead to fewer readers, and fewer readers lead to a smaller budget.
Lena Marchetti: A library that is closed teaches nobody to read.`,
  "transcripts/walks.txt": `Ben Castellano: Walking meetings improve our focus, that is all I can say.
Priya Raman: And they require good shoes.
Ben Castellano: Good shoes, and a colleague who does not talk too fast.`,
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
  it("does the whole job on a few passages, with words that stand in them, and does not do it twice", async ({
    skip,
  }) => {
    if (typeof chat === "string") return skip(chat);
    if (typeof embeddings === "string") return skip(embeddings);
    const cwd = folderWith(TRANSCRIPTS);
    const models = ["--model", chat.model, "--base-url", chat.url];
    const vectors = ["--embedding-model", embeddings.model, "--embedding-base-url", embeddings.url];
    const ingest = ["ingest", "--transcripts-dir", "transcripts", ...models, ...vectors, "--json"];

    const first = await colloquy(ingest, { cwd });
    const result = lastLine(first.stdout) as Result;
    expect([0, 3]).toContain(first.exitCode);
    expect(result.chunks.total).toBe(3);
    expect(result.chunks.embedded).toBe(3);
    expect(result.chunks.extracted + result.chunks.deadLetters).toBe(3);
    // A model of half a billion parameters may fail at one passage; more than that is ours.
    expect(result.chunks.extracted).toBeGreaterThanOrEqual(2);
    for (const count of ["inputTokens", "outputTokens", "embeddingTokens"])
      expect(result.usage[count]).toBeGreaterThan(0);
    expect(result.usage["unknownUsage"]).toBe(0);

    const exported = await colloquy(["export", "--format", "jsonl"], { cwd });
    const evidence = exported.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly evidence?: Evidence })
      .flatMap((row) => row.evidence ?? []);
    expect(evidence.length).toBeGreaterThan(0);
    for (const { file, startOffset, endOffset, text } of evidence) {
      const canonical = readFileSync(join(cwd, "transcripts", file), "utf8");
      expect(canonical.slice(startOffset, endOffset)).toBe(text);
    }

    const found = await colloquy(["search", "tired people choose badly", ...vectors, "--json"], { cwd });
    const { hits } = lastLine(found.stdout) as { readonly hits: readonly { readonly file: string }[] };
    expect(hits[0]?.file).toBe("sleep.txt");
    expect(found.stderr).toBe("");

    const again = lastLine((await colloquy(ingest, { cwd })).stdout) as Result;
    expect(again.usage["attempts"]).toBe(0);
    expect(again.digest).toBe(result.digest);
  });

  it("keeps what a reply says before its token limit cuts it off", async ({ skip }) => {
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
    // So little that three passages do not fit.
    const terse: ChatModel = {
      profile: model.profile,
      contextTokens: model.contextTokens,
      verify: (options) => model.verify(options),
      complete: (request, options) => model.complete({ ...request, maxOutputTokens: 150 }, options),
      [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
    };
    await using extractor = createModelExtractor({ chatModel: terse, ontology: DEFAULT_ONTOLOGY });
    const batch = Object.values(TRANSCRIPTS).map((text, index) => ({
      label: `c${index + 1}`,
      turns: text.split("\n").map((line) => {
        const [speaker = "", ...words] = line.split(": ");
        return { speaker, text: words.join(": ") };
      }),
    }));
    const reply = await extractor.extract(batch, { signal: new AbortController().signal });
    expect(reply.cutOff).toBe(true);
    expect(reply.extractions.size).toBeLessThan(3);
    expect(reply.usage?.outputTokens).toBe(150);
    expect(reply.raw?.length).toBeGreaterThan(0);
  });
});
