import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { colloquyProcess, run } from "../cli/process.ts";
import { repliesIn } from "./provider-accounts.ts";
import { SpendingFixture } from "./spending-fixture.ts";

interface CostData {
  readonly runs: readonly { readonly runId: string; readonly outcome: string; readonly costAtLeastUsd: number }[];
  readonly totals: { readonly runs: number; readonly crashedRuns: number; readonly knownUsd: number };
}

describe("a run that was killed", () => {
  it("is in the cumulated costs after the next run, with the replies that the ledger holds", async () => {
    const latency = { firstTokenMs: 50, tokensPerSecond: 4_000, stragglers: 0 };
    await using spending = await SpendingFixture.open({ timeScale: 1, latency }, 8);
    const { model, embeddingModel, baseUrl } = spending.models;
    const models = ["--model", model, "--embedding-model", embeddingModel, "--base-url", baseUrl].map(String);
    await colloquyProcess(
      ["ingest", "--json", "--transcripts-dir", "talks", "--workspace", "talks", "--batch-size", "4", ...models]
        // The same data folder as in runs of the fixture.
        .concat(["--data-dir", "data", "--max-concurrent", "2"]),
      {
        cwd: spending.folder.root,
        onOutput: ({ stdout }, child) => {
          if (stdout.split('"batch.completed","stage":"extract"').length > 3) child.kill("SIGKILL");
        },
      },
    );
    await vi.waitFor(() => expect(spending.provider.accounts.chat.inFlight).toBe(0));
    expect(spending.costReports()).toEqual([]);
    expect((await spending.ingest()).exitCode).toBe(0);

    const [crashed, next] = spending.costReports();
    expect(crashed).toMatchObject({ outcome: "crashed", costUsd: null, costAtMostUsd: null });
    expect(crashed?.costAtLeastUsd).toBeGreaterThan(0);
    // At most two calls were in flight when the run was killed.
    const extracted = crashed?.models.find(({ operation }) => operation === "extract");
    expect(extracted?.unknownSpend.attempts).toBeGreaterThan(0);
    expect(extracted?.unknownSpend.attempts).toBeLessThanOrEqual(2);
    expect(extracted?.unknownSpend.upToUsd).toBeGreaterThan(0);
    expect(next?.outcome).toBe("completed");
    const { runs, totals } = JSON.parse(spending.read("cost_data.json")) as CostData;
    expect(runs.map(({ outcome }) => outcome)).toEqual(["crashed", "completed"]);
    expect(totals).toMatchObject({ runs: 2, crashedRuns: 1 });
    expect(totals.knownUsd).toBeCloseTo((crashed?.costAtLeastUsd ?? 0) + (next?.costUsd ?? 0), 12);

    // No chunk was paid for twice: each reply belongs to one of the runs, except replies that were in flight.
    const accounts = repliesIn(spending.provider.log)["gpt-4o-mini extract"];
    const booked = [crashed, next].flatMap(
      (report) => report?.models.filter(({ operation }) => operation === "extract") ?? [],
    );
    const replies = booked.reduce((sum, each) => sum + each.replies, 0);
    expect(replies).toBeGreaterThanOrEqual((accounts?.replies ?? 0) - 2);
    expect(replies).toBeLessThanOrEqual(accounts?.replies ?? 0);
  });

  it("is in the costs also if only its reports were missing when it was killed", async () => {
    await using spending = await SpendingFixture.open();
    const { root, dataDir } = spending.folder;
    const paths = {
      transcriptsDir: join(root, "talks"),
      dataDir,
      outputDir: join(root, "metrics"),
      workspace: "talks",
    };
    const program = join(root, "killed.mjs");
    writeFileSync(
      program,
      `import { ingest } from ${JSON.stringify(new URL("../../src/index.ts", import.meta.url))};
      const onEvent = ({ event }) => event === "run.completed" && process.kill(process.pid, "SIGKILL");
      await ingest({ ...${JSON.stringify({ ...spending.models, ...paths })}, environment: {}, onEvent });`,
    );
    expect(await run(process.execPath, [program], { cwd: root })).toMatchObject({ exitCode: null });
    expect(spending.costReports()).toEqual([]);
    const { extracted, total } = (await spending.ingest()).chunks;
    expect(extracted).toBe(total);

    const [crashed, next, ...more] = spending.costReports();
    expect(more).toEqual([]);
    expect(crashed?.outcome).toBe("crashed");
    expect(crashed?.costAtLeastUsd).toBeGreaterThan(0);
    expect(next).toMatchObject({ outcome: "completed", models: [], costUsd: 0 });
    const accounts = Object.entries(repliesIn(spending.provider.log)).filter(([key]) => !key.endsWith("ping"));
    const booked = crashed?.models.map(({ model, operation, replies, outputTokens }) => [
      `${model.replace("openai:", "")} ${operation}`,
      { replies, outputTokens },
    ]);
    expect(Object.fromEntries(booked ?? [])).toMatchObject(
      Object.fromEntries(accounts.map(([key, { replies, outputTokens }]) => [key, { replies, outputTokens }])),
    );
  });

  it("is not reported when a run completed and only its reports were removed", async () => {
    await using spending = await SpendingFixture.open();
    await spending.ingest({ limit: 4 });
    rmSync(spending.reportsIn, { recursive: true });
    await spending.ingest();
    expect(spending.costReports().map(({ outcome }) => outcome)).toEqual(["completed"]);
  });
});
