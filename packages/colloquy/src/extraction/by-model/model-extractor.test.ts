import { describe, expect, it } from "vitest";
import type { TurnView } from "../../model/index.ts";
import {
  CallError,
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  type ExtractionRequest,
  type ReplyFacts,
} from "../../ports/index.ts";
import { DEFAULT_ONTOLOGY } from "../ontology.ts";
import { createModelExtractor, ontologyVersion } from "./model-extractor.ts";

const USAGE = { inputTokens: 2_000, cachedInputTokens: 1_500, outputTokens: 90, reasoningTokens: 0 };
const SAID: ChatReply = { text: "", usage: USAGE, finishReason: "stop", interruption: null, limits: [] };

/** A chat model with a fixed reply, which records its requests. */
function chatModel(reply: Partial<ChatReply> | Error, contextTokens: number | null = null) {
  const requests: ChatRequest[] = [];
  let disposals = 0;
  const model: ChatModel = {
    profile: "test:model",
    contextTokens,
    ping: () => (reply instanceof Error ? Promise.reject(reply) : Promise.resolve(USAGE)),
    complete(request) {
      requests.push(request);
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve({ ...SAID, ...reply });
    },
    async [Symbol.asyncDispose]() {
      disposals += 1;
    },
  };
  return { model, requests, disposals: () => disposals };
}

const VIEW: TurnView[] = [{ speaker: "Maya", text: "Naps reduce errors." }];
const batch = (...labels: string[]): ExtractionRequest[] => labels.map((label) => ({ label, turns: VIEW }));
const entryOf = (label: string) => ({
  label,
  entities: [
    { name: "Naps", type: "Practice", evidence: "Naps reduce errors", confidence: 0.9 },
    { name: "errors", type: "Outcome", evidence: "Naps reduce errors", confidence: 0.4 },
    { name: "unicorns", type: "Concept", evidence: "unicorns", confidence: 1 },
  ],
  relations: [],
  quotes: [],
});
const text = (...labels: string[]): string => JSON.stringify({ chunks: labels.map(entryOf) });
const going = () => ({ signal: new AbortController().signal });

function ask(reply: Partial<ChatReply> | Error, labels: string[] = ["a", "__proto__"]) {
  const extractor = createModelExtractor({ chatModel: chatModel(reply).model, ontology: DEFAULT_ONTOLOGY });
  return extractor.extract(batch(...labels), going());
}

describe("the extractor with a language model", () => {
  it("replies to each label with the items that are in its chunk", async () => {
    const reply = await ask({ text: text("c2", "c1", "c3") });
    expect([...reply.extractions.keys()]).toEqual(["a", "__proto__"]);
    for (const { mentions } of reply.extractions.values())
      expect(mentions.map(({ name }) => name)).toEqual(["Naps", "errors"]);
    expect(reply).toMatchObject({
      usage: USAGE,
      raw: text("c2", "c1", "c3"),
      rejected: { ungrounded: 2, schema: 0, lowConfidence: 0 },
      cutOff: false,
    });
  });

  it("returns unknown usage and the reported limits", async () => {
    const limits = [{ resource: "tokens", limit: 10, remaining: 5, resetMs: 1 }] as const;
    expect(await ask({ text: text("c1"), usage: null, limits })).toMatchObject({ usage: null, limits });
  });

  it.each<[Partial<ChatReply>, ReplyFacts]>([
    [{ finishReason: "length" }, { finishReason: "length" }],
    [{ finishReason: "refusal" }, { finishReason: "content_filter" }],
    [
      { finishReason: "stop", providerFinishReason: "end_turn", id: "msg_1", model: "claude-1" },
      { finishReason: "end_turn", id: "msg_1", model: "claude-1" },
    ],
    [{ finishReason: "interrupted", interruption: new CallError("timeout", "Slow.") }, { finishReason: "error" }],
    [{ finishReason: "other" }, {}],
  ])("reports the facts of a reply: %j", async (said, facts) => {
    const { model } = chatModel({ text: text("c1"), ...said });
    const extractor = createModelExtractor({ chatModel: model, ontology: DEFAULT_ONTOLOGY });
    const reports: ReplyFacts[] = [];
    await extractor.extract(batch("a"), { ...going(), onReply: (reply) => void reports.push(reply) });
    expect(reports).toEqual([facts]);
  });

  it("returns no result for missing chunks, and does not report the reply as cut off", async () => {
    const reply = await ask({ text: text("c1") });
    expect([...reply.extractions.keys()]).toEqual(["a"]);
    expect(reply.cutOff).toBe(false);
  });

  it.each<[string, Partial<ChatReply>]>([
    ["by its length", { finishReason: "length" }],
    [
      "by an interruption",
      { finishReason: "interrupted", usage: null, interruption: new CallError("timeout", "Slow.") },
    ],
    ["without a sign of it", {}],
  ])("keeps the complete entries of a reply that was cut off %s", async (_, how) => {
    const reply = await ask({ text: text("c1", "c2").slice(0, -20), ...how });
    expect([...reply.extractions.keys()]).toEqual(["a"]);
    expect(reply.cutOff).toBe(true);
  });

  it("does not report a reply as cut off when every chunk has a complete entry", async () => {
    expect((await ask({ text: text("c1", "c2").slice(0, -1), finishReason: "length" })).cutOff).toBe(false);
  });

  it("reports a reply as cut off when its limit was reached before the first complete entry", async () => {
    const cut = { text: text("c1").slice(0, 60), finishReason: "length" } as const;
    const reply = await ask(cut);
    expect([reply.extractions.size, reply.cutOff, reply.raw, reply.usage]).toEqual([0, true, cut.text, USAGE]);
  });

  it("fails with the interruption when no entry is complete", async () => {
    const interruption = new CallError("timeout", "No token came for 30 s.");
    await expect(ask({ text: '{"chunks":[', finishReason: "interrupted", interruption })).rejects.toBe(interruption);
  });

  it("reports why a refusal is unusable, and keeps the reply", async () => {
    const said = "I cannot\u001b[2J help\nwith that.";
    const reply = await ask({ text: said, finishReason: "refusal" });
    expect(reply).toMatchObject({
      invalid: "The model refused to answer: I cannot help with that.",
      usage: USAGE,
      raw: said,
      cutOff: false,
    });
    expect(reply.extractions.size + reply.failures.size).toBe(0);
  });

  it.each(["Certainly! 17", "Certainly! 42", "", '{"answer":17}', '{"answer":42}', '{"chunks":[]}', "[]"])(
    "keeps the unreadable reply %j, with the same reason for the same fault",
    async (said) => {
      const limits = [{ resource: "tokens", limit: 10, remaining: 5, resetMs: 1 }] as const;
      const reply = await ask({ text: said, limits });
      expect(reply).toMatchObject({ raw: said, usage: USAGE, limits });
      expect(reply.extractions.size + reply.failures.size).toBe(0);
      expect(reply.invalid).toMatch(/^The reply has no \D*\.$/);
    },
  );

  it("does not reject a reply with an entry", async () => {
    expect((await ask({ text: text("c1"), finishReason: "refusal" })).invalid).toBeNull();
  });

  it("throws the errors of the chat model", async () => {
    const error = new CallError("rate-limited", "Too fast.");
    await expect(ask(error)).rejects.toBe(error);
  });

  it("sends the same system prompt and schema with every batch, and no label of the caller", async () => {
    const { model, requests } = chatModel({ text: text("c1", "c2") });
    await using extractor = createModelExtractor({ chatModel: model, ontology: DEFAULT_ONTOLOGY });
    await extractor.extract(batch("a", "b"), going());
    await extractor.extract(batch("secret"), going());
    const [first, second] = requests as [ChatRequest, ChatRequest];
    expect(second.system).toBe(first.system);
    expect(JSON.stringify(second.schema)).toBe(JSON.stringify(first.schema));
    expect(JSON.stringify(second.messages)).not.toContain("secret");
  });

  it("sends nothing for an empty batch, after an abort, or after it was disposed", async () => {
    const { model, requests, disposals } = chatModel({ text: text("c1") });
    const extractor = createModelExtractor({ chatModel: model, ontology: DEFAULT_ONTOLOGY });
    expect((await extractor.extract([], going())).extractions.size).toBe(0);
    await expect(extractor.extract(batch("a"), { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    await extractor[Symbol.asyncDispose]();
    await extractor[Symbol.asyncDispose]();
    await expect(extractor.extract(batch("a"), going())).rejects.toThrow("disposed");
    expect(requests).toEqual([]);
    expect(disposals()).toBe(1);
  });

  it("pings the chat model", async () => {
    const error = new CallError("unauthorised", "The key is wrong.");
    const extractor = createModelExtractor({ chatModel: chatModel(error).model, ontology: DEFAULT_ONTOLOGY });
    await expect(extractor.ping?.(going())).rejects.toBe(error);
    const answered = createModelExtractor({ chatModel: chatModel({}).model, ontology: DEFAULT_ONTOLOGY });
    expect(await answered.ping?.(going())).toEqual(USAGE);
  });
});

describe("the size of a call", () => {
  const many = batch(...Array.from({ length: 10 }, (_, index) => `c${index}`));
  const extractorWith = (contextTokens: number | null, reasoning = false) =>
    createModelExtractor({ chatModel: chatModel({}, contextTokens).model, ontology: DEFAULT_ONTOLOGY, reasoning });

  it("includes the same instructions and schema in every call of the run", () => {
    const { callTokens, sharedInputTokens = 0 } = extractorWith(null);
    expect(sharedInputTokens).toBeGreaterThan(1_000);
    expect(callTokens?.(many.slice(0, 1)).inputTokens).toBeGreaterThan(sharedInputTokens);
  });

  it("is known before the call: the prompt by its characters, the reply by its chunks", async () => {
    const { model, requests } = chatModel({ text: text("c1") });
    const extractor = createModelExtractor({ chatModel: model, ontology: DEFAULT_ONTOLOGY });
    const tokens = extractor.callTokens?.(many);
    await extractor.extract(many, going());
    const [{ system, messages, schema, maxOutputTokens }] = requests as [ChatRequest];
    expect(messages).toMatchObject([{ role: "user" }]);
    const characters = system.length + (messages[0]?.text.length ?? 0) + JSON.stringify(schema).length;
    expect(tokens).toEqual({ inputTokens: Math.ceil(characters / 4), maxOutputTokens });
    expect(extractor.callTokens?.(many.slice(0, 1)).maxOutputTokens).toBe(maxOutputTokens / 2);
  });

  it("has a much longer reply limit for a single chunk", () => {
    const usual = [{ label: "a", turns: [{ speaker: null, text: "word ".repeat(400) }] }];
    const tokens = extractorWith(null).callTokens?.(usual);
    expect(tokens?.maxOutputTokens).toBe(2_000);
    // The larger of prompt and reply does not increase.
    expect(tokens?.inputTokens).toBeGreaterThan(2_000);
  });

  it("fits a small context window", () => {
    for (const contextTokens of [4_096, 8_192, 32_768]) {
      const extractor = extractorWith(contextTokens);
      const { inputTokens, maxOutputTokens } = extractor.callTokens?.(many) ?? { inputTokens: 0, maxOutputTokens: 0 };
      expect(inputTokens + maxOutputTokens).toBeLessThanOrEqual(contextTokens);
      expect(extractor.batchTokens).toBeLessThan(contextTokens / 2);
      expect(extractor.batchTokens).toBeGreaterThan(300);
    }
    expect(extractorWith(null).batchTokens).toBe(Number.MAX_SAFE_INTEGER);
    expect(extractorWith(1_000).batchTokens).toBe(1);
  });

  it("changes with a context window that is found later", () => {
    const { model } = chatModel({});
    const growing = { ...model, contextTokens: null as number | null };
    const extractor = createModelExtractor({ chatModel: growing, ontology: DEFAULT_ONTOLOGY });
    const before = extractor.callTokens?.(many).maxOutputTokens ?? 0;
    growing.contextTokens = 4_096;
    expect(extractor.batchTokens).toBeLessThan(2_000);
    expect(extractor.callTokens?.(many).maxOutputTokens).toBeLessThan(before);
  });

  it("includes reasoning after the first reply that reports it", async () => {
    const plain = extractorWith(null).callTokens?.(many).maxOutputTokens ?? 0;
    expect(extractorWith(null, true).callTokens?.(many).maxOutputTokens).toBe(plain * 4);
    const { model } = chatModel({ text: text("c1"), usage: { ...USAGE, reasoningTokens: 700 } });
    const learning = createModelExtractor({ chatModel: model, ontology: DEFAULT_ONTOLOGY });
    expect(learning.callTokens?.(many).maxOutputTokens).toBe(plain);
    await learning.extract(batch("a"), going());
    expect(learning.callTokens?.(many).maxOutputTokens).toBe(plain * 4);
  });
});

describe("the profile", () => {
  it("names the model, the prompt and the ontology", () => {
    const { profile } = createModelExtractor({ chatModel: chatModel({}).model, ontology: DEFAULT_ONTOLOGY });
    expect(profile).toMatch(/^test:model prompt-\d+ ontology-[0-9a-f]{12}$/);
  });

  it("changes with every word of the ontology in the prompt", () => {
    const [first, ...others] = DEFAULT_ONTOLOGY.relationTypes as [(typeof DEFAULT_ONTOLOGY.relationTypes)[0]];
    const withFirst = (relation: typeof first) =>
      ontologyVersion({ ...DEFAULT_ONTOLOGY, relationTypes: [relation, ...others] });
    const versions = [
      ontologyVersion(DEFAULT_ONTOLOGY),
      withFirst({ ...first, description: "Other." }),
      withFirst({ ...first, examples: ["x"] }),
      withFirst({ ...first, pairs: [["Practice", "Outcome"]] }),
    ];
    expect(new Set(versions).size).toBe(versions.length);
    expect(ontologyVersion(structuredClone(DEFAULT_ONTOLOGY))).toBe(versions[0]);
  });
});
