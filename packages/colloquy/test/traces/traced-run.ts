import { openTelemetry } from "../../src/composition/telemetry.ts";
import type { AttemptEnd, AttemptFacts, CallContent, Telemetry } from "../../src/ports/index.ts";

/** A telemetry, and its warnings. */
export interface OpenedTelemetry {
  readonly telemetry: Telemetry;
  readonly warnings: readonly string[];
}

/** Reads only `environment`, not the process's. */
export async function openFor(
  environment: Readonly<Record<string, string>>,
  traceContent = false,
): Promise<OpenedTelemetry> {
  const warnings: string[] = [];
  const telemetry = await openTelemetry({ environment, traceContent, warn: (sentence) => warnings.push(sentence) });
  return { telemetry, warnings };
}

export const CHAT: AttemptFacts = {
  stage: "extract",
  operation: "extract",
  model: "openai:gpt-4o-mini",
  attempt: 1,
  waitMs: 120,
  expected: { inputTokens: 900, maxOutputTokens: 4000 },
};

export const REPLY: AttemptEnd = {
  failure: null,
  usage: { inputTokens: 1000, cachedInputTokens: 800, cacheWrittenTokens: 100, outputTokens: 200, reasoningTokens: 50 },
  costUsd: 0.00021,
  promptCostUsd: 0.00009,
  firstTokenMs: 350,
  request: {
    server: { address: "api.openai.com", port: 443 },
    streamed: true,
    temperature: 0,
    outputType: "json",
    maxOutputTokens: 3900,
  },
  reply: { id: "chatcmpl-123", model: "gpt-4o-mini-2024-07-18", finishReason: "length" },
  content: null,
};

/** For an attempt without a reply. */
const NO_REPLY = { usage: null, costUsd: 0, promptCostUsd: null, firstTokenMs: null, reply: {} } as const;

export const CONTENT: CallContent = { system: "Name what is said.", prompt: "Maya: hello", reply: '{"chunks":[]}' };

/** Words of a provider and a model, and a key: messages of failures quote them. */
export const WORDS = { said: "Maya moved the archive to Lagos", key: "sk-proj-0123456789abcdef" };

/** A run in which an attempt, its batch, its stage and the run fail, each with a message that quotes. */
export function traceFailedRun(telemetry: Telemetry): void {
  const run = telemetry.run({ runId: "run-1", workspace: "talks" });
  const stage = run.stage("extract");
  const batch = stage.batch({ stage: "extract", batch: 1, chunks: ["chunk-a"] });
  const said = `${WORDS.said} (HTTP 999), with ${WORDS.key}`;
  const failed = { ...REPLY, ...NO_REPLY };
  batch
    .attempt(CHAT)
    .end({ ...failed, failure: { kind: "server", message: `http://127.0.0.1:8080 failed (HTTP 503): ${said}` } });
  batch.attempt({ ...CHAT, attempt: 2 }).end({ ...failed, failure: { kind: "other", message: said } });
  const refused = { kind: "invalid", message: `The model refused to answer: ${said}` } as const;
  batch.end({ settled: 0, failure: refused });
  const stopped = { kind: "provider", message: `Stopped, because all failed alike (${refused.message}).` } as const;
  stage.end({ failure: stopped });
  run.end({ exitCode: 1, failure: stopped, costUsd: 0, inputTokens: 0, outputTokens: 0 });
}

/** Run, stage, batch; one rate-limited attempt, and one attempt with a reply. */
export function traceRun(telemetry: Telemetry, content: CallContent | null = null): void {
  const run = telemetry.run({ runId: "run-1", workspace: "talks" });
  const stage = run.stage("extract");
  const batch = stage.batch({ stage: "extract", batch: 7, chunks: ["chunk-a", "chunk-b"] });
  const failure = { kind: "rate-limited", message: "OpenAI asks to wait (HTTP 429)." } as const;
  batch.attempt(CHAT).end({ ...REPLY, ...NO_REPLY, failure });
  batch.attempt({ ...CHAT, attempt: 2 }).end({ ...REPLY, content });
  batch.end({ settled: 2, failure: null });
  stage.end({ failure: null });
  run.end({ exitCode: 0, failure: null, costUsd: 0.00021, inputTokens: 1000, outputTokens: 200 });
}
