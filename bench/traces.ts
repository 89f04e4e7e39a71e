/**
 * The cost of tracing: CPU microseconds a call (an attempt and its batch), sent as OTLP to a receiver in another
 * process, compared with the same calls without traces. `node bench/traces.ts [calls]`
 */
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { NO_TELEMETRY, openTelemetry } from "../packages/colloquy/src/composition/telemetry.ts";
import type { AttemptEnd, AttemptFacts, Telemetry } from "../packages/colloquy/src/ports/index.ts";
import { startTraceReceiver } from "./trace-receiver.ts";

const CALLS = Number(process.argv[2] ?? 200_000);
const AT_ONCE = 500;
const CHUNKS = Array.from({ length: 5 }, (_, at) => `${at}`.repeat(32));
const FACTS: AttemptFacts = {
  stage: "extract",
  operation: "extract",
  model: "openai:gpt-4o-mini",
  attempt: 1,
  waitMs: 12.5,
  expected: { inputTokens: 3000, maxOutputTokens: 4000 },
};
const END: AttemptEnd = {
  failure: null,
  usage: { inputTokens: 3100, cachedInputTokens: 1024, outputTokens: 900, reasoningTokens: 0 },
  costUsd: 0.00093,
  promptCostUsd: 0.00039,
  firstTokenMs: 412.25,
  request: {
    server: { address: "api.openai.com", port: 443 },
    streamed: true,
    temperature: 0,
    outputType: "json",
    maxOutputTokens: 4000,
  },
  reply: { id: "chatcmpl-123", model: "gpt-4o-mini-2024-07-18", finishReason: "stop" },
  content: null,
};
const TEXT = "Maya Okafor: we moved the archive to Lagos in the spring. ".repeat(150);
const CONTENT = { system: TEXT.slice(0, 5_000), prompt: TEXT, reply: TEXT.slice(0, 3_000) };

/** CPU microseconds of this process for one call; all of its threads count. */
async function costOf(telemetry: Telemetry, calls: number): Promise<number> {
  const run = telemetry.run({ runId: "bench", workspace: "bench" });
  const stage = run.stage("extract");
  const end = telemetry.wantsContent ? { ...END, content: CONTENT } : END;
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const batch = stage.batch({ stage: "extract", batch: call, chunks: CHUNKS });
    batch.attempt(FACTS).end(end);
    batch.end({ settled: CHUNKS.length, failure: null });
    if (call % AT_ONCE === AT_ONCE - 1) await pause(telemetry.wantsContent ? 100 : 20);
  }
  stage.end({ failure: null });
  run.end({ exitCode: 0, failure: null, costUsd: 1, inputTokens: 1, outputTokens: 1 });
  await telemetry[Symbol.asyncDispose]();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

async function measure(): Promise<void> {
  using receiver = await startTraceReceiver();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  const open = (traceContent: boolean) => openTelemetry({ environment, traceContent, warn: console.error });
  await costOf(await open(false), CALLS / 10);
  const rows = {
    "no traces": await costOf(NO_TELEMETRY, CALLS),
    "one receiver": await costOf(await open(false), CALLS),
    "one receiver, prompts and replies": await costOf(await open(true), CALLS / 10),
  };
  console.log(`${CALLS} calls on ${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.version}`);
  for (const [name, cost] of Object.entries(rows)) console.log(`${cost.toFixed(1).padStart(8)} us a call  ${name}`);
}

await measure();
