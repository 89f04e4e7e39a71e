import { describe, expect, it } from "vitest";
import { startTraceReceiver, type TraceReceiver } from "./receiver.ts";
import { NO_USAGE } from "../../src/ports/index.ts";
import type { ReceivedSpan } from "./decode-spans.ts";
import { CHAT, CONTENT, openFor, REPLY, traceFailedRun, traceRun, WORDS } from "./traced-run.ts";

const CONTENT_NAMES = /^gen_ai\.(input\.messages|output\.messages|system_instructions|prompt\..*|completion\..*)$/;

async function traced(receiver: TraceReceiver, settings: Record<string, string> = {}, traceContent = false) {
  const { telemetry, warnings } = await openFor(
    { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...settings },
    traceContent,
  );
  traceRun(telemetry, traceContent ? CONTENT : null);
  await telemetry[Symbol.asyncDispose]();
  return { warnings, spans: receiver.spans };
}

function named(spans: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const span = spans.find((each) => each.name === name && each.error === null);
  if (span === undefined)
    throw new Error(`There is no span ${name} among ${spans.map((each) => each.name).join(", ")}.`);
  return span;
}

function textOf(spans: readonly ReceivedSpan[]): string {
  return JSON.stringify(spans, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

describe("the spans of a run", () => {
  it("are run, stage, batch and attempt, nested in one trace", async () => {
    await using receiver = await startTraceReceiver();
    const { spans, warnings } = await traced(receiver);
    const run = named(spans, "colloquy talks");
    const stage = named(spans, "extract");
    const batch = named(spans, "extract batch");
    const attempts = spans.filter(({ name }) => name === "chat gpt-4o-mini");

    expect(warnings).toEqual([]);
    expect(receiver.posts.map(({ path }) => path)).toEqual(["/v1/traces"]);
    expect(spans).toHaveLength(5);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(run.parentId).toBe("");
    expect(stage.parentId).toBe(run.spanId);
    expect(batch.parentId).toBe(stage.spanId);
    expect(attempts.map(({ parentId }) => parentId)).toEqual([batch.spanId, batch.spanId]);
    expect(attempts.map(({ kind }) => kind)).toEqual(["client", "client"]);
    expect([run.kind, stage.kind, batch.kind]).toEqual(["internal", "internal", "internal"]);
    for (const span of spans) expect(span.endedAt).toBeGreaterThanOrEqual(span.startedAt);
  });

  it("describe an attempt with a reply by the gen_ai conventions", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    expect(named(spans, "chat gpt-4o-mini").attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.request.max_tokens": 3900,
      "gen_ai.request.stream": true,
      "gen_ai.request.temperature": 0,
      "gen_ai.output.type": "json",
      "gen_ai.response.finish_reasons": ["length"],
      "gen_ai.response.id": "chatcmpl-123",
      "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
      "server.address": "api.openai.com",
      "server.port": 443,
      "openai.api.type": "chat_completions",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 200,
      "gen_ai.usage.total_tokens": 1200,
      "gen_ai.usage.cache_read.input_tokens": 800,
      "gen_ai.usage.cache_write.input_tokens": 100,
      "gen_ai.usage.cache_creation.input_tokens": 100,
      "gen_ai.usage.reasoning.output_tokens": 50,
      "gen_ai.usage.cost": 0.00021,
      "gen_ai.response.time_to_first_chunk": 0.35,
      "langsmith.span.kind": "llm",
    });
  });

  it("describe it by OpenInference too, which Phoenix reads", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    const { attributes } = named(spans, "chat gpt-4o-mini");
    expect(attributes).toMatchObject({
      "openinference.span.kind": "LLM",
      "llm.model_name": "gpt-4o-mini",
      "llm.finish_reason": "length",
      "llm.token_count.prompt": 1000,
      "llm.token_count.completion": 200,
      "llm.token_count.total": 1200,
      "llm.token_count.prompt_details.cache_read": 800,
      "llm.token_count.prompt_details.cache_write": 100,
      "llm.token_count.completion_details.reasoning": 50,
      "llm.cost.total": 0.00021,
      "llm.cost.prompt": 0.00009,
    });
    expect(attributes["llm.cost.completion"]).toBeCloseTo(0.00012, 12);
  });

  it("have the run as their session", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    expect(spans.map(({ attributes }) => attributes["session.id"])).toEqual(spans.map(() => "run-1"));
  });

  it("mark an incomplete reply as an error, and have no reason when no reply began", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const run = telemetry.run({ runId: "r", workspace: "w" });
    const failure = { kind: "network", message: "The connection was lost." } as const;
    const broken = { ...REPLY, usage: null, reply: {}, failure };
    run.attempt(CHAT).end(broken);
    run.attempt(CHAT).end({ ...broken, firstTokenMs: null });
    run.attempt(CHAT).end({ ...broken, failure: null });
    await telemetry[Symbol.asyncDispose]();
    expect(receiver.spans.map(({ attributes }) => attributes["gen_ai.response.finish_reasons"])).toEqual([
      ["error"],
      undefined,
      undefined,
    ]);
  });

  it("leave out unknown attributes of request and reply", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const nothing = { usage: null, costUsd: null, promptCostUsd: null, firstTokenMs: null, request: {}, reply: {} };
    telemetry
      .run({ runId: "r", workspace: "w" })
      .attempt({ ...CHAT, expected: { inputTokens: 0, maxOutputTokens: 0 } })
      .end({ ...REPLY, ...nothing });
    await telemetry[Symbol.asyncDispose]();
    const names = Object.keys(receiver.spans[0]?.attributes ?? {});
    expect(names.filter((name) => /^(gen_ai|llm|server|error)\./.test(name)).toSorted()).toEqual([
      "gen_ai.operation.name",
      "gen_ai.provider.name",
      "gen_ai.request.model",
      "gen_ai.system",
      "llm.model_name",
    ]);
  });

  it("leave out a server's id, model and reason unless they are single words", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const said = "Maya moved the archive to Lagos";
    telemetry
      .run({ runId: "r", workspace: "w" })
      .attempt(CHAT)
      .end({ ...REPLY, reply: { id: said, model: said, finishReason: said } });
    await telemetry[Symbol.asyncDispose]();
    expect(receiver.spans[0]?.attributes).not.toHaveProperty(["gen_ai.response.id"]);
    expect(textOf(receiver.spans)).not.toContain("Maya");
  });

  it("name Azure as the provider when it serves a model of OpenAI", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const run = telemetry.run({ runId: "r", workspace: "w" });
    const server = { address: "talks.openai.azure.com", port: 443 };
    for (const model of ["openai:gpt-4o-mini", "anthropic:claude-sonnet-4-5"])
      run.attempt({ ...CHAT, model }).end({ ...REPLY, request: { server } });
    await telemetry[Symbol.asyncDispose]();
    const names = (attribute: string): unknown[] => receiver.spans.map(({ attributes }) => attributes[attribute]);
    expect(names("gen_ai.provider.name")).toEqual(["azure.ai.openai", "anthropic"]);
    expect(names("gen_ai.system")).toEqual(["azure.ai.openai", "anthropic"]);
  });

  it("have an attempt's position in the run, its wait and its cost", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    expect(named(spans, "chat gpt-4o-mini").attributes).toMatchObject({
      "colloquy.run": "run-1",
      "colloquy.workspace": "talks",
      "colloquy.stage": "extract",
      "colloquy.batch": 7,
      "colloquy.attempt": 2,
      "colloquy.wait_ms": 120,
      "colloquy.cost_usd": 0.00021,
    });
    expect(named(spans, "extract batch").attributes).toMatchObject({
      "colloquy.chunks": ["chunk-a", "chunk-b"],
      "colloquy.settled": 2,
    });
    expect(named(spans, "colloquy talks").attributes).toMatchObject({
      "colloquy.exit_code": 0,
      "colloquy.cost_usd": 0.00021,
    });
  });

  it("send LangSmith tokens and dollars in the one attribute that takes both", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    expect(JSON.parse(String(named(spans, "chat gpt-4o-mini").attributes["langsmith.usage_metadata"]))).toEqual({
      input_tokens: 1000,
      output_tokens: 200,
      total_tokens: 1200,
      input_token_details: { cache_read: 800, cache_creation: 100 },
      output_token_details: { reasoning: 50 },
      total_cost: 0.00021,
    });
  });

  it("show a failed attempt as an error of its kind, without unreported tokens", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    const failed = spans.find(({ error }) => error !== null);
    expect(failed?.error).toBe("rate-limited (HTTP 429)");
    expect(failed?.attributes).toMatchObject({ "error.type": "rate-limited", "colloquy.attempt": 1 });
    expect(failed?.attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
    expect(failed?.events).toEqual([
      {
        name: "exception",
        attributes: { "exception.type": "rate-limited", "exception.message": "rate-limited (HTTP 429)" },
      },
    ]);
  });

  it("leave out an unknown cost instead of reporting 0", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    telemetry
      .run({ runId: "r", workspace: "w" })
      .attempt(CHAT)
      .end({ ...REPLY, costUsd: null });
    await telemetry[Symbol.asyncDispose]();
    const [span] = receiver.spans;
    expect(Object.keys(span?.attributes ?? {}).filter((name) => name.includes("cost"))).toEqual([]);
    expect(span?.attributes["langsmith.usage_metadata"]).not.toContain("cost");
  });

  it("name calls for embeddings embeddings, and have no model attributes for work without a model", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const run = telemetry.run({ runId: "r", workspace: "w" });
    run
      .attempt({ ...CHAT, stage: "embed", operation: "embed", model: "google:gemini-embedding-001" })
      .end({ ...REPLY, usage: { ...NO_USAGE, inputTokens: 70 }, request: { dimensions: 256 }, reply: {} });
    run.attempt({ ...CHAT, model: "rules@3" }).end({ ...REPLY, usage: NO_USAGE, request: {}, reply: {} });
    await telemetry[Symbol.asyncDispose]();
    const embeddings = named(receiver.spans, "embeddings gemini-embedding-001");
    expect(embeddings.attributes).toMatchObject({
      "gen_ai.operation.name": "embeddings",
      "gen_ai.provider.name": "gcp.gemini",
      "gen_ai.embeddings.dimension.count": 256,
      "gen_ai.usage.input_tokens": 70,
      "embedding.model_name": "gemini-embedding-001",
      "llm.token_count.total": 70,
      "langsmith.span.kind": "embedding",
    });
    for (const absent of ["gen_ai.usage.output_tokens", "gen_ai.request.stream", "llm.model_name"])
      expect(embeddings.attributes).not.toHaveProperty([absent]);
    const rules = named(receiver.spans, "extract rules@3");
    expect(rules.kind).toBe("internal");
    expect(Object.keys(rules.attributes).filter((name) => /^(gen_ai|llm)\./.test(name))).toEqual([]);
  });

  it("have no prompt and no reply unless content is enabled", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver);
    const names = spans.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => CONTENT_NAMES.test(name))).toEqual([]);
  });

  it("have no quoted words of a failure at any level unless content is enabled", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    traceFailedRun(telemetry);
    await telemetry[Symbol.asyncDispose]();
    expect(receiver.spans.map(({ name, error }) => [name, error])).toEqual([
      ["chat gpt-4o-mini", "server (HTTP 503)"],
      ["chat gpt-4o-mini", "other"],
      ["extract batch", "invalid"],
      ["extract", "provider"],
      ["colloquy talks", "provider"],
    ]);
    expect(textOf(receiver.spans)).not.toMatch(/Maya|Lagos|refused|sk-proj|HTTP 999/);
  });

  it("have quoted words of a failure when content is enabled, but no key", async () => {
    await using receiver = await startTraceReceiver();
    const { telemetry } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, true);
    traceFailedRun(telemetry);
    await telemetry[Symbol.asyncDispose]();
    expect(receiver.spans).toHaveLength(5);
    for (const { error } of receiver.spans) expect(error).toContain(WORDS.said);
    expect(textOf(receiver.spans)).not.toContain(WORDS.key);
  });

  it("have prompt and reply in the conventions' form when content is enabled", async () => {
    await using receiver = await startTraceReceiver();
    const { spans } = await traced(receiver, {}, true);
    const { attributes } = named(spans, "chat gpt-4o-mini");
    expect(JSON.parse(String(attributes["gen_ai.system_instructions"]))).toEqual([
      { type: "text", content: CONTENT.system },
    ]);
    expect(JSON.parse(String(attributes["gen_ai.input.messages"]))).toEqual([
      { role: "user", parts: [{ type: "text", content: CONTENT.prompt }] },
    ]);
    expect(JSON.parse(String(attributes["gen_ai.output.messages"]))).toEqual([
      { role: "assistant", parts: [{ type: "text", content: CONTENT.reply }], finish_reason: "length" },
    ]);
    expect(attributes).not.toHaveProperty("gen_ai.prompt.0.content");
  });
});
