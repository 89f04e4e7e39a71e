import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createModelExtractor } from "../../src/extraction/by-model/index.ts";
import { DEFAULT_ONTOLOGY } from "../../src/extraction/index.ts";
import type { IngestResult, RunSettings } from "../../src/pipeline/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { createFakeClock } from "../../src/testing/index.ts";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import {
  createSimulatedCalls,
  createSimulatedChatModel,
  createSimulatedEmbeddingModel,
} from "../../src/testing/index.ts";
import { RunFixture } from "./run-fixture.ts";

let workspace: RunFixture;
beforeEach(() => {
  workspace = new RunFixture();
});
afterEach(() => workspace[Symbol.asyncDispose]());

/** A run against a simulated provider, with a fake clock. */
async function runSimulated(
  simulation: SimulationOptions,
  { maxConcurrent = "auto", ...options }: Partial<RunSettings> & { readonly maxConcurrent?: number | "auto" } = {},
) {
  const clock = createFakeClock();
  const calls = createSimulatedCalls({ clock, options: simulation });
  const limits = { clock, random: () => 0.5, maxConcurrent };
  const ended = new AbortController();
  const run = workspace
    .run(
      {
        extractor: createModelExtractor({
          chatModel: createSimulatedChatModel({ calls }),
          ontology: DEFAULT_ONTOLOGY,
        }),
        extractionLimiter: createRateLimiter(limits),
        embeddingModel: createSimulatedEmbeddingModel({ calls }),
        embeddingLimiter: createRateLimiter(limits),
      },
      { batchSize: 10, ...options },
    )
    .finally(() => ended.abort());
  run.catch(() => undefined);
  for (let turn = 0; turn < 20_000 && !ended.signal.aborted; turn += 1) await clock.advance(500);
  const result: IngestResult = await run;
  return { result, calls, seconds: clock.now() / 1000 };
}

/** The chat calls in the log, without pings. */
function chatLog(calls: ReturnType<typeof createSimulatedCalls>) {
  return calls
    .log()
    .filter(({ endpoint, outputTokens, inputTokens }) => endpoint === "chat" && inputTokens + outputTokens > 50);
}

const ROUGH: SimulationOptions = {
  seed: 5,
  faults: { serverError: 0.05, overloaded: 0.02, reset: 0.03, hang: 0.02, cutOff: 0.1, badJson: 0.05 },
};

describe("a run against a provider with limits and faults", () => {
  it("settles every chunk, with no dead letters", async () => {
    await workspace.write("a.txt", 400);
    const { result } = await runSimulated(ROUGH);
    expect(result).toMatchObject({
      exitCode: 0,
      chunks: { total: 400, extracted: 400, embedded: 400, pending: 0, deadLetters: 0, embeddingDeadLetters: 0 },
    });
  });

  it("counts the same attempts and tokens as the provider, including unusable replies", async () => {
    await workspace.write("a.txt", 400);
    const faults = { serverError: 0.1, cutOff: 0.2, badJson: 0.1 };
    const triggers = [{ contains: "chunk 23 of", fault: "refusal" } as const];
    const { result, calls } = await runSimulated({ seed: 2, faults, triggers });
    const replies = calls.log().filter(({ result: how }) => how === "complete");
    const sum = (endpoint: string, count: "inputTokens" | "outputTokens"): number =>
      replies.reduce((all, entry) => all + (entry.endpoint === endpoint ? entry[count] : 0), 0);
    expect(result.usage).toMatchObject({
      unreportedUsage: 0,
      inputTokens: sum("chat", "inputTokens"),
      outputTokens: sum("chat", "outputTokens"),
      embeddingTokens: sum("embeddings", "inputTokens"),
    });
    expect(result.usage.failed).toBeGreaterThan(5);
    const { chat, embeddings } = calls.accounts();
    expect(result.usage.attempts).toBe(chat.calls + embeddings.calls);
    expect(result.usage.rateLimited).toBe(chat.rateLimited + embeddings.rateLimited);
  });

  it("makes exactly the chunks that always fail dead letters, with the reason", async () => {
    await workspace.write("a.txt", 60);
    // Only the turn of the chunk itself starts with "> "; as context of the next chunks it starts with "| ".
    const { result } = await runSimulated({
      triggers: [
        { contains: "> Ben: Tobias told Mirela about chunk 7 of", fault: "refusal" },
        { contains: "> Ben: Osvaldo told Hendrik about chunk 23 of", fault: "wrong-schema" },
        { contains: "> Ben: Osvaldo told Hendrik about chunk 41 of", fault: "bad-request" },
      ],
    });
    expect(result.chunks).toMatchObject({ extracted: 57, pending: 0 });
    const reasons = (await workspace.ledger.deadLetterReasons()).filter(({ stage }) => stage === "extract");
    expect(reasons.map(({ chunks }) => chunks)).toEqual([1, 1, 1]);
    expect(reasons.map(({ reason }) => reason).join(" ")).toMatch(/refused/);
  });

  it("has the same digest at any concurrency, also with cut-off replies", async () => {
    const digests = new Set<string>();
    for (const faults of [ROUGH.faults, "usual"] as const)
      for (const maxConcurrent of [1, 8, 64, 256] as const) {
        await using fresh = new RunFixture();
        workspace = fresh;
        await fresh.write("a.txt", 300);
        const { result } = await runSimulated({ ...ROUGH, faults, tpm: 2_000_000 }, { maxConcurrent });
        expect(result.chunks).toMatchObject({ extracted: 300, deadLetters: 0 });
        digests.add(result.digest);
      }
    expect(digests).toHaveLength(1);
  });

  it("sends the same prompts at any concurrency when all replies are equally fast", async () => {
    const outcomes = [];
    for (const maxConcurrent of [1, 8, 64, 256] as const) {
      await using fresh = new RunFixture();
      workspace = fresh;
      await fresh.write("a.txt", 300);
      const faults = { serverError: 0.05, badJson: 0.05, cutOff: 0.1 };
      // The limiter aborts slow replies at the end of a run, and their chunks are sent in new prompts. Here, no reply is slow.
      const latency = { firstTokenSigma: 1, speedSigma: 0, stragglers: 0 };
      const { result, calls } = await runSimulated({ seed: 3, faults, latency, tpm: 2_000_000 }, { maxConcurrent });
      outcomes.push({ digest: result.digest, prompts: Object.keys(calls.accounts().prompts) });
    }
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });

  it("stops when the account has no money left, and the next run continues from there", async () => {
    await workspace.write("a.txt", 300);
    const broke = runSimulated({ phases: [{ kind: "quota", fromSeconds: 40, toSeconds: 9_999 }], tpm: 40_000 });
    await expect(broke).rejects.toMatchObject({ code: "provider", exitCode: 1 });
    const before = await workspace.ledger.counts();
    expect(before.chunks.extracted).toBeGreaterThan(0);
    const { result, calls } = await runSimulated({});
    expect(result.chunks).toMatchObject({ extracted: 300, pending: 0, deadLetters: 0 });
    expect(chatLog(calls).length).toBeLessThanOrEqual((300 - before.chunks.extracted) / 2);
  });
});
