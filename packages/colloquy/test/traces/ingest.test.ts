import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { report, type RunReports, type TraceLink } from "../../src/index.ts";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { IngestFixture } from "../ingest-fixture.ts";
import type { ReceivedAttributes, ReceivedSpan } from "./decode-spans.ts";
import { deadAddress, startTraceReceiver, type TraceReceiver } from "./receiver.ts";

const WORDS = "nobody measures whether morning light improves attention";

let provider: SimulatedServer;
beforeAll(async () => {
  provider = await startSimulatedProvider({ timeScale: 100, latency: { stragglers: 0 } });
});
afterAll(() => provider.close());

let fixture: IngestFixture;

describe("the trace of a whole run", () => {
  beforeEach(() => {
    fixture = new IngestFixture();
    fixture.writeTalk("a.txt", 1);
    fixture.write("b.txt", `Ada: ${WORDS} here.\nBen: ${WORDS} there.\n`);
    return () => fixture[Symbol.dispose]();
  });

  const run = (environment: Record<string, string>, name = "run", traceContent = false) =>
    fixture.ingest({
      model: "openai:gpt-4o-mini",
      embeddingModel: "openai:text-embedding-3-small",
      baseUrl: provider.url,
      dataDir: join(fixture.root, name),
      outputDir: join(fixture.root, "metrics", name),
      environment,
      traceContent,
    });

  it("has run, stages, batches and attempts, with the report's tokens and dollars, and is linked in the reports", async () => {
    await using receiver = await startTraceReceiver();
    const result = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const reports = await report({ workspace: "talks", outputDir: join(fixture.root, "metrics", "run") });
    expect(shape(receiver)).toEqual([
      "chat gpt-4o-mini < colloquy talks",
      "chat gpt-4o-mini < extract batch",
      "colloquy talks < ",
      "embed < colloquy talks",
      "embed batch < embed",
      "embeddings text-embedding-3-small < colloquy talks",
      "embeddings text-embedding-3-small < embed batch",
      "extract < colloquy talks",
      "extract batch < extract",
      "project < colloquy talks",
      "read < colloquy talks",
      "resolve < colloquy talks",
    ]);
    const attempts = receiver.spans.filter(({ kind }) => kind === "client");
    expectTrueSums(attempts, reports.cost);
    for (const { attributes } of attempts) expect(attributes).toMatchObject(factsOf(attributes, result.runId));
    expectLinks(receiver, result.traces, reports);
  });

  it("includes words of the transcripts only when content is enabled", async () => {
    const texts: string[] = [];
    for (const wanted of [false, true]) {
      await using receiver = await startTraceReceiver();
      await run({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, String(wanted), wanted);
      texts.push(receiver.spans.map((span) => JSON.stringify([span.attributes, span.events, span.error])).join("\n"));
    }
    expect(texts[0]).not.toContain(WORDS);
    expect(texts[1]).toContain(WORDS);
  });

  it("does not change the result when its receiver is unreachable, with one warning", async () => {
    const untraced = await run({});
    const traced = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: await deadAddress() }, "traced");
    expect(traced).toMatchObject({ exitCode: 0, digest: untraced.digest, traces: [] });
    const warnings = fixture.eventsOf("warning").map(({ message }) => message);
    expect(warnings).toEqual([expect.stringContaining("Traces could not be sent to")]);
  });
});

function expectTrueSums(attempts: readonly ReceivedSpan[], { tokens, costUsd }: RunReports["cost"]): void {
  expect(sum(attempts, "gen_ai.usage.input_tokens")).toBe(tokens.inputTokens);
  expect(sum(attempts, "gen_ai.usage.output_tokens")).toBe(tokens.outputTokens);
  expect(sum(attempts, "colloquy.cost_usd")).toBeCloseTo(costUsd ?? -1, 12);
  expect(sum(attempts, "llm.cost.total")).toBeCloseTo(costUsd ?? -1, 12);
}

/** How each attempt was made and the data of its reply, including pings. */
function factsOf(attributes: ReceivedAttributes, run: string) {
  const { hostname, port } = new URL(provider.url);
  const ofChat = {
    "gen_ai.request.stream": true,
    "gen_ai.request.temperature": 0,
    "gen_ai.output.type": "json",
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.response.id": expect.stringMatching(/^\S+$/),
  };
  return {
    "server.address": hostname,
    "server.port": Number(port),
    "gen_ai.response.model": attributes["gen_ai.request.model"],
    "session.id": run,
    ...(attributes["gen_ai.operation.name"] === "chat" ? ofChat : {}),
  };
}

/** In the result, the reports and the notice. */
function expectLinks(receiver: TraceReceiver, traces: readonly TraceLink[], { cost, performance }: RunReports): void {
  const traceId = receiver.spans[0]?.traceId ?? "";
  const address = `${receiver.url}/v1/traces`;
  const expected = [{ traceId, receiver: address, url: null }];
  expect([traces, cost.traces, performance.traces]).toEqual([expected, expected, expected]);
  const [{ files } = { files: [] }] = fixture.eventsOf("reports.written");
  const written = (ending: string): string => readFileSync(files.find((file) => file.endsWith(ending)) ?? "", "utf8");
  expect(written(".txt")).toContain(`Trace: ${traceId} at ${address}`);
  expect(written(".html")).toContain(`trace <code>${traceId}</code>`);
  expect(fixture.eventsOf("notice").map(({ message }) => message)).toContain(
    `The run's trace: ${traceId} at ${address}`,
  );
}

/** Each kind of span with its parent, without duplicates. */
function shape({ spans }: TraceReceiver): readonly string[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return [...new Set(spans.map(({ name, parentId }) => `${name} < ${names.get(parentId) ?? ""}`))].toSorted();
}

function sum(spans: readonly ReceivedSpan[], attribute: string): number {
  return spans.reduce((total, { attributes }) => total + Number(attributes[attribute] ?? 0), 0);
}
