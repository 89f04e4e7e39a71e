import { describe, expect, it } from "vitest";
import type { IngestResult, RunUsage } from "../../src/index.ts";
import type { CostReport } from "../../src/metrics/index.ts";
import { colloquy } from "../cli/process.ts";
import { attemptsIn, refusedIn, repliesIn, repliesReportedIn } from "./provider-accounts.ts";
import { expectTrueCosts } from "./expect-true-costs.ts";
import { MANY_FAULTS, SpendingFixture } from "./spending-fixture.ts";

/** Compares the reports, the result and the events of a run with the provider's accounts. */
async function expectAgreement(spending: SpendingFixture, model = "gpt-4o-mini"): Promise<RunUsage> {
  const { usage } = await spending.ingest({ model, batchSize: 2 });
  const { cost, performance } = spending.reports();
  expectTrueCosts(spending);
  const accounts = repliesIn(spending.provider.log);
  expect(repliesReportedIn(spending.events)).toEqual(accounts);
  const sum = (key: "inputTokens" | "cachedInputTokens" | "outputTokens" | "reasoningTokens", works: RegExp): number =>
    Object.entries(accounts).reduce((total, [work, tokens]) => total + (works.test(work) ? tokens[key] : 0), 0);
  const chat = new RegExp(`^${model} `);
  expect(usage).toMatchObject({
    inputTokens: sum("inputTokens", chat),
    cachedInputTokens: sum("cachedInputTokens", chat),
    outputTokens: sum("outputTokens", chat),
    embeddingTokens: sum("inputTokens", /^text-embedding/),
  });
  expect(cost.tokens).toEqual({
    inputTokens: sum("inputTokens", /./),
    cachedInputTokens: sum("cachedInputTokens", /./),
    outputTokens: sum("outputTokens", /./),
    reasoningTokens: sum("reasoningTokens", /./),
  });
  expectUnknown(cost, spending);
  // Attempts without a reply are counted as well.
  expect(cost.models.reduce((total, { attempts }) => total + attempts, 0)).toBe(attemptsIn(spending.events).length);
  expect(performance.modelStages.reduce((total, { attempts }) => total + attempts, 0)).toBe(usage.attempts);
  return usage;
}

/** Attempts without reported usage are counted separately, and never as free. */
function expectUnknown({ unknownSpend }: CostReport, { events }: SpendingFixture): void {
  const unknown = attemptsIn(events).filter((attempt) => attempt.unknownSpend !== null);
  expect(unknownSpend.attempts).toBe(unknown.length);
  for (const attempt of unknown) {
    expect(attempt.costUsd).toBeNull();
    expect(attempt.unknownSpend?.inputTokens).toBeGreaterThan(0);
  }
}

describe("the costs of a run", () => {
  it.each([1, 2])(
    "agree to the token with the accounts of a provider with many faults, and bound unreported usage (seed %i)",
    async (seed) => {
      await using spending = await SpendingFixture.open({ seed, faults: MANY_FAULTS });
      await expectAgreement(spending);
      const { costUsd, unknownSpend } = spending.reports().cost;
      expect(unknownSpend.attempts).toBeGreaterThan(0);
      expect(unknownSpend.upToUsd).toBeGreaterThan(0);
      // The list prices of both models.
      const replies = Object.entries(repliesIn(spending.provider.log));
      const dollars = replies.reduce((total, [work, { inputTokens, cachedInputTokens, outputTokens }]) => {
        const [input, cached, output] = work.startsWith("gpt") ? [0.15, 0.075, 0.6] : [0.02, 0.02, 0];
        return total + (inputTokens - cachedInputTokens) * input + cachedInputTokens * cached + outputTokens * output;
      }, 0);
      expect(costUsd).toBeCloseTo(dollars / 1e6, 12);
      expect(replies.reduce((total, [, { cachedInputTokens }]) => total + cachedInputTokens, 0)).toBeGreaterThan(0);
    },
  );

  it("count an unreadable embedding reply as unknown, not as free", async () => {
    await using spending = await SpendingFixture.open({ faults: { badJson: 0.6 } }, 8);
    await spending.ingest({ skipKg: true });
    expectTrueCosts(spending);
    const { unknownSpend } = spending.reports().cost;
    expect(unknownSpend.attempts).toBeGreaterThan(0);
    expect(unknownSpend.upToUsd).toBeGreaterThan(0);
  });

  it("include reasoning tokens as a part of the output tokens", async () => {
    await using spending = await SpendingFixture.open({ reasoningTokens: 700 });
    await expectAgreement(spending, "gpt-5-mini");
    const { tokens, models } = spending.reports().cost;
    const replies = models.reduce((total, each) => total + (each.stage === "extract" ? each.replies : 0), 0);
    expect(tokens.reasoningTokens).toBe(700 * replies);
    expect(tokens.outputTokens).toBeGreaterThan(tokens.reasoningTokens);
  });

  it("are zero for refused attempts", async () => {
    // A limit refuses the first call. Later, the overloaded provider refuses about one call in six.
    const storm = { kind: "storm" as const, fromSeconds: 0, toSeconds: 0.001, share: 1 };
    await using spending = await SpendingFixture.open({ phases: [storm], faults: { overloaded: 0.15 } }, 2);
    await expectAgreement(spending);
    expect(refusedIn(spending.provider.log)).toBeGreaterThan(1);
    const refused = attemptsIn(spending.events).filter(({ failure }) => failure !== null);
    expect(refused.length).toBe(refusedIn(spending.provider.log));
    for (const { costUsd, unknownSpend } of refused)
      expect({ costUsd, unknownSpend }).toEqual({ costUsd: 0, unknownSpend: null });
    expect(spending.reports().cost.unknownSpend).toEqual({ attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 });
  });

  it("are unknown in the result and in all files when the price is unknown", async () => {
    await using spending = await SpendingFixture.open({ faults: MANY_FAULTS });
    const usage = await expectAgreement(spending, "unheard-of");
    const { cost } = spending.reports();
    expect(cost.unknownSpend.attempts).toBeGreaterThan(0);
    for (const { costUsd, unknownSpend } of [usage, cost])
      expect([costUsd, unknownSpend.upToUsd]).toEqual([null, null]);
    const unpriced = cost.models.filter(({ model }) => model === "openai:unheard-of");
    expect(unpriced.map(({ costUsd }) => costUsd)).toEqual([null, null]);
    expect(unpriced.every(({ unknownSpend }) => unknownSpend.attempts === 0 || unknownSpend.upToUsd === null)).toBe(
      true,
    );
    const { totals } = JSON.parse(spending.read("cost_data.json")) as {
      totals: { unpricedReplies: number; unknownSpend: { upToUsd: number | null } };
    };
    expect(totals.unknownSpend.upToUsd).toBeNull();
    expect(totals.unpricedReplies).toBe(unpriced.reduce((sum, { replies }) => sum + replies, 0));
    expect(spending.read(`combined_report_${cost.runId}.txt`)).toMatch(/cost +unknown/);
  });

  it("are the same in the last line of `ingest --json` and in the reports", async () => {
    await using spending = await SpendingFixture.open();
    const { model, embeddingModel, baseUrl } = spending.models;
    const { exitCode, stdout } = await colloquy(
      ["ingest", "--json", "--transcripts-dir", "talks", "--workspace", "talks", "--base-url", String(baseUrl)].concat([
        "--model",
        String(model),
        "--embedding-model",
        String(embeddingModel),
      ]),
      { cwd: spending.folder.root },
    );
    expect(exitCode).toBe(0);
    const { usage } = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as IngestResult;
    expectTrueCosts(spending);
    const { chat, embeddings } = spending.provider.accounts;
    expect(usage).toMatchObject({
      attempts: chat.calls + embeddings.calls,
      inputTokens: chat.inputTokens,
      outputTokens: chat.outputTokens,
      embeddingTokens: embeddings.inputTokens,
    });
    expect(usage.costUsd).toBeCloseTo(spending.reports().cost.costUsd ?? Number.NaN, 12);
  });
});
