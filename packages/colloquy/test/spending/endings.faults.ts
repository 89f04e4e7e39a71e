import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { ColloquyError, NO_USAGE, retryFailed } from "../../src/index.ts";
import { colloquyProcess } from "../cli/process.ts";
import { ScriptedExtractor } from "../scripted.ts";
import { expectReports, expectTrueCosts } from "./expect-true-costs.ts";
import { SpendingFixture } from "./spending-fixture.ts";

const NOTHING = { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 };

/** The error of a run that must fail. */
async function failureOf(run: Promise<unknown>): Promise<ColloquyError> {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!ColloquyError.isInstance(error)) throw new Error(`The run did not fail as it should: ${String(error)}`);
  return error;
}

describe("a run writes its reports, with true costs", () => {
  it("when it completes, also when no chunk is pending", async () => {
    await using spending = await SpendingFixture.open();
    await spending.ingest();
    expect(expectReports(spending, { outcome: "completed", exitCode: 0 }).cost.costUsd).toBeGreaterThan(0);
    const before = spending.provider.log.length;
    await spending.ingest();
    const { cost } = expectReports(spending, { outcome: "completed", exitCode: 0 });
    expect(cost).toMatchObject({ models: [], costUsd: 0, unknownSpend: NOTHING });
    expect(spending.provider.log).toHaveLength(before);
    expectTrueCosts(spending);
  });

  it("when chunks become dead letters after paid replies, and when they are retried", async () => {
    const word = "Zanzibar";
    await using spending = await SpendingFixture.open({ triggers: [{ contains: word, fault: "wrong-schema" }] });
    spending.folder.write("odd.txt", `Ada: We measured it on ${word} and saw nothing.\nBen: So it was a loss.\n`);
    const { chunks } = await spending.ingest();
    expect(chunks.deadLetters).toBe(1);
    expectReports(spending, { outcome: "completed", exitCode: 3 });
    expectTrueCosts(spending);

    const { dataDir, root } = spending.folder;
    const paths = { dataDir, outputDir: join(root, "metrics"), workspace: "talks" };
    await retryFailed({ ...spending.models, ...paths, environment: {} });
    const { cost } = expectReports(spending, { outcome: "completed", exitCode: 3 });
    expect(cost.models.map(({ operation }) => operation)).toEqual(["ping", "extract"]);
    expectTrueCosts(spending);
  });

  it("when the budget is reached", async () => {
    await using spending = await SpendingFixture.open();
    await spending.ingest({ maxCostUsd: 0.01 });
    const { cost } = expectReports(spending, { outcome: "budget-reached", exitCode: 4 });
    expect(cost.budget).toEqual({ maxCostUsd: 0.01, reached: true });
    expectTrueCosts(spending);
  });

  it("when the provider refuses the key or has no such model", async () => {
    await using locked = await SpendingFixture.open({ apiKey: "another" });
    const { message, exitCode } = await failureOf(locked.ingest({ environment: { OPENAI_API_KEY: "sk-no" } }));
    expect(exitCode).toBe(1);
    const { cost } = expectReports(locked, { outcome: "failed", exitCode: 1, failure: /key/ });
    expect(cost.failure).toBe(message);
    expect(cost).toMatchObject({ costUsd: 0, unknownSpend: NOTHING });

    await using other = await SpendingFixture.open({ models: ["text-embedding-3-small"] });
    expect(await failureOf(other.ingest())).toMatchObject({ exitCode: 1 });
    expectReports(other, { outcome: "failed", exitCode: 1, failure: /gpt-4o-mini/ });
    expectTrueCosts(other);
  });

  // These tests wait for the provider in real time.
  it.concurrent.each(["error", "reset", "refused"] as const)(
    "when the provider is unavailable for longer than `giveUpAfterMs` (%s)",
    async (shape) => {
      await using spending = await SpendingFixture.open(
        // About one call a second: on any machine, a few calls have replies before the outage, and a few do not.
        { rpm: 60, windowSeconds: 1, phases: [{ kind: "outage", fromSeconds: 6, toSeconds: 600, shape }] },
        12,
      );
      const run = spending.ingest({ giveUpAfterMs: 2_000, skipEmbeddings: true, batchSize: 1 });
      expect(await failureOf(run)).toMatchObject({ code: "provider", exitCode: 1 });
      const { cost } = expectReports(spending, {
        outcome: "failed",
        exitCode: 1,
        failure: /The provider answered no call/,
      });
      expect(cost.costUsd).toBeGreaterThan(0);
      if (shape !== "refused") expect(cost.unknownSpend.upToUsd).toBeGreaterThan(0);
      expectTrueCosts(spending);
    },
  );

  it("when a custom extractor throws an error that is not a CallError", async () => {
    await using spending = await SpendingFixture.open();
    let calls = 0;
    class Broken extends ScriptedExtractor {
      override async extract(...given: Parameters<ScriptedExtractor["extract"]>) {
        calls += 1;
        if (calls === 3) throw new TypeError("Cannot read properties of undefined.");
        return { ...(await super.extract(...given)), usage: { ...NO_USAGE, inputTokens: 10, outputTokens: 5 } };
      }
    }
    const extractor = new Broken({ paid: true });
    // The batch is requested again, as after a failed call.
    expect(await spending.ingest({ ports: { extractor } })).toMatchObject({ exitCode: 0, usage: { costUsd: null } });
    const { cost } = expectReports(spending, { outcome: "completed", exitCode: 0 });
    const own = cost.models.find(({ stage }) => stage === "extract");
    expect(own).toMatchObject({ inputTokens: 10 * (calls - 1), outputTokens: 5 * (calls - 1), attempts: calls });
    // The cost of a custom extractor is unknown, with or without reported usage.
    expect(own).toMatchObject({ costUsd: null, unknownSpend: { attempts: 1, upToUsd: null } });
  });

  it.each([1, 2])("when it is interrupted %i times in the middle", async (times) => {
    // Embeddings end long before chats. A chat reply that arrives while the process exits at once is in no report.
    const latency = { firstTokenMs: 100, tokensPerSecond: times === 1 ? 400 : 40, stragglers: 0 };
    await using spending = await SpendingFixture.open({ timeScale: 1, latency, pieceMs: 50 }, 8);
    const { model, embeddingModel, baseUrl } = spending.models;
    const models = ["--model", model, "--embedding-model", embeddingModel, "--base-url", baseUrl].map(String);
    let sent = 0;
    const { exitCode, stderr } = await colloquyProcess(
      ["ingest", "--json", "--transcripts-dir", "talks", "--workspace", "talks", "--batch-size", "4", ...models],
      {
        cwd: spending.folder.root,
        onOutput: ({ stdout, stderr: messages }, child) => {
          const isDue =
            sent === 0 ? /"batch.completed","stage":"embed"/.test(stdout) : messages.includes("press Ctrl-C again");
          if (sent < times && isDue) child.kill("SIGINT");
          if (isDue) sent += 1;
        },
      },
    );
    expect(exitCode).toBe(130);
    expect(stderr).toContain("Finishing the work in flight");
    await vi.waitFor(() => expect(spending.provider.accounts.chat.inFlight).toBe(0));
    const failure = times === 1 ? /stopped|interrupted/i : /ended at once/;
    const { cost, performance } = expectReports(spending, { outcome: "interrupted", exitCode: 130, failure });
    expect(cost.costUsd).toBeGreaterThan(0);
    if (times === 2) {
      const abandoned = performance.modelStages.reduce((sum, { failures }) => sum + (failures.abandoned ?? 0), 0);
      expect(abandoned).toBeGreaterThan(0);
      expect(cost.unknownSpend.attempts).toBe(abandoned);
    }
    expectTrueCosts(spending);
  });
});
