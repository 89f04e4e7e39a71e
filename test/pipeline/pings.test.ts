import { afterEach, beforeEach, expect, it } from "vitest";
import type { Usage } from "../../src/ports/index.ts";
import type { LimiterSnapshot } from "../../src/rate-limit/index.ts";
import { PlainLimiter } from "../plain-limiter.ts";
import { ScriptedExtractor } from "../scripted.ts";
import { RunFixture } from "./run-fixture.ts";

let workspace: RunFixture;
beforeEach(async () => {
  workspace = new RunFixture();
  await workspace.write("a.txt", 20);
});
afterEach(() => workspace[Symbol.asyncDispose]());

/** Has asked once before the run whether anybody is answered, and twice in it. */
class PingingLimiter extends PlainLimiter {
  override get snapshot(): LimiterSnapshot {
    const used: Usage = { inputTokens: 7, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 };
    const { calls, attempts, ...rest } = super.snapshot;
    const pings = calls === 0 ? [used] : [used, used, null];
    return { ...rest, calls, attempts: attempts + pings.length, pings };
  }
}

it("the pings of a run are counted with what they used, those before it are not", async () => {
  const extractor = new ScriptedExtractor({ paid: true });
  const run = (limiter: PlainLimiter) =>
    workspace.run({ extractor, extractionLimiter: limiter }, { skipEmbeddings: true, force: true });
  const { usage: without } = await run(new PlainLimiter(1));
  const { usage } = await run(new PingingLimiter(1));
  expect(usage).toEqual({
    ...without,
    calls: without.calls + 2,
    attempts: without.attempts + 2,
    unknownUsage: without.unknownUsage + 1,
    inputTokens: without.inputTokens + 7,
    outputTokens: without.outputTokens + 2,
  });
});
