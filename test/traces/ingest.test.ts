import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { report } from "../../src/index.ts";
import { type SimulatedServer, startSimulatedProvider } from "../../src/testing/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import type { ReceivedSpan } from "./decode-spans.ts";
import { deadAddress, startTraceReceiver, type TraceReceiver } from "./receiver.ts";

const WORDS = "nobody measures whether morning light improves attention";

let provider: SimulatedServer;
beforeAll(async () => {
  provider = await startSimulatedProvider({ timeScale: 100, latency: { stragglers: 0 } });
});
afterAll(() => provider.close());

describe("the trace of a whole run", () => {
  let fixture: IngestFixture;
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

  it("holds run, stages, batches and attempts, and as many tokens and dollars as the report", async () => {
    await using receiver = await startTraceReceiver();
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const { cost } = await report({ workspace: "talks", outputDir: join(fixture.root, "metrics", "run") });
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
    expect(sum(attempts, "gen_ai.usage.input_tokens")).toBe(cost.tokens.inputTokens);
    expect(sum(attempts, "gen_ai.usage.output_tokens")).toBe(cost.tokens.outputTokens);
    expect(sum(attempts, "colloquy.cost_usd")).toBeCloseTo(cost.costUsd ?? -1, 12);
  });

  it("holds words of the transcripts only where they are wanted", async () => {
    const texts: string[] = [];
    for (const wanted of [false, true]) {
      await using receiver = await startTraceReceiver();
      await run({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, String(wanted), wanted);
      texts.push(receiver.spans.map((span) => JSON.stringify([span.attributes, span.events, span.error])).join("\n"));
    }
    expect(texts[0]).not.toContain(WORDS);
    expect(texts[1]).toContain(WORDS);
  });

  it("may go nowhere: the result is the same, with one warning", async () => {
    const untraced = await run({});
    const traced = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: await deadAddress() }, "traced");
    expect(traced).toMatchObject({ exitCode: 0, digest: untraced.digest });
    const warnings = fixture.eventsOf("warning").map(({ message }) => message);
    expect(warnings).toEqual([expect.stringContaining("Traces could not be sent to")]);
  });
});

/** Each kind of span with what it is part of, once. */
function shape({ spans }: TraceReceiver): readonly string[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return [...new Set(spans.map(({ name, parentId }) => `${name} < ${names.get(parentId) ?? ""}`))].toSorted();
}

function sum(spans: readonly ReceivedSpan[], attribute: string): number {
  return spans.reduce((total, { attributes }) => total + Number(attributes[attribute] ?? 0), 0);
}
