// How often an estimate of a whole job is right, both stages, over HTTP and in real time: `node bench/estimates/over-http.ts
// [--seeds 6] [--first 1] [--limit 30]`. A folder of 8 sparse and 8 dense transcripts, a simulated provider on this machine;
// a trial with --limit, an estimate, then the remaining chunks. Times depend on the machine and its other work.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { StageEstimate } from "../../packages/colloquy/src/estimation/index.ts";
import { estimate, ingest, report } from "../../packages/colloquy/src/index.ts";
import type { RunReports } from "../../packages/colloquy/src/metrics/index.ts";
import { startSimulatedProvider } from "@colloquy/simulated-provider";
import { printTable, writeResults } from "../report.ts";
import { QUANTITIES, summaryOf, type Trial, trialOf } from "./coverage.ts";
import { wordsOfFolder } from "./folders.ts";
import type { Outcome } from "./run-stage.ts";

const FOLDER = "8 sparse, then 8 dense";
const MODEL_STAGES = ["extract", "embed"] as const;
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "6" },
    first: { type: "string", default: "1" },
    limit: { type: "string", default: "30" },
  },
});
const [SEEDS, FIRST, LIMIT] = [Number(values.seeds), Number(values.first), Number(values.limit)];

const trials: Record<(typeof MODEL_STAGES)[number], Trial[]> = { extract: [], embed: [] };
const loads: number[] = [];
for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
  const { estimates, reports } = await jobOf(seed);
  loads.push(loadavg()[0] ?? 0);
  for (const stage of MODEL_STAGES) {
    const estimated = estimates.find((each) => each.stage === stage);
    if (estimated === undefined) throw new Error(`There is no estimate of ${stage}.`);
    trials[stage].push(trialOf(seed, estimated, outcomeOf(stage, reports)));
  }
  console.log(
    `seed ${seed}, load ${loads.at(-1)?.toFixed(1)}: ${MODEL_STAGES.map((stage) => outsideOf(stage)).join("; ")}`,
  );
}

const modelStages = MODEL_STAGES.map((stage) => ({
  stage,
  summary: Object.fromEntries(QUANTITIES.map((quantity) => [quantity, summaryOf(trials[stage], quantity)])),
}));
printTable({
  header: ["stage", ...QUANTITIES],
  rows: modelStages.map(({ stage, summary }) => [
    stage,
    ...QUANTITIES.map((quantity) => {
      const { inside, of, meanHalfWidth } = summary[quantity] ?? summaryOf([], quantity);
      return Number.isNaN(meanHalfWidth) ? "-" : `${inside}/${of} ±${(100 * meanHalfWidth).toFixed(0)}`;
    }),
  ]),
});
writeResults("estimates-over-http", {
  folder: FOLDER,
  limit: LIMIT,
  firstSeed: FIRST,
  seeds: SEEDS,
  loads,
  modelStages,
});

/** A trial, the estimate after it, and the reports of the run of the remaining chunks. */
async function jobOf(seed: number): Promise<{ estimates: readonly StageEstimate[]; reports: RunReports }> {
  const root = mkdtempSync(path.join(tmpdir(), "colloquy-bench-"));
  await using provider = await startProvider(seed);
  try {
    const talks = path.join(root, "talks");
    mkdirSync(talks);
    for (const [at, words] of wordsOfFolder(FOLDER, seed).entries())
      writeFileSync(
        path.join(talks, `talk-${String(at).padStart(3, "0")}.txt`),
        words.map((each, turn) => `${turn % 2 === 0 ? "Ada" : "Ben"}: ${each}\n`).join(""),
      );
    const options = {
      transcriptsDir: talks,
      dataDir: path.join(root, "data"),
      outputDir: path.join(root, "metrics"),
      workspace: "talks",
      environment: {},
      model: "gpt-4o-mini",
      embeddingModel: "text-embedding-3-small",
      baseUrl: provider.url,
    };
    await ingest({ ...options, limit: LIMIT });
    const { modelStages: estimates } = await estimate(options);
    await ingest(options);
    return { estimates, reports: await report({ workspace: "talks", outputDir: options.outputDir }) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function startProvider(seed: number): Promise<{ readonly url: string } & AsyncDisposable> {
  const provider = await startSimulatedProvider({ seed, rpm: 5_000, tpm: 2_000_000, faults: "usual" });
  return { url: provider.url, [Symbol.asyncDispose]: () => provider.close() };
}

function outcomeOf(stage: (typeof MODEL_STAGES)[number], { cost, performance }: RunReports): Outcome {
  const model = cost.models.find((each) => each.stage === stage && each.operation !== "ping");
  const seconds = performance.modelStages.find((each) => each.stage === stage)?.seconds;
  if (model === undefined || seconds === undefined) throw new Error(`There is no report of ${stage}.`);
  const { calls, inputTokens, outputTokens, costAtLeastUsd: costUsd } = model;
  return { calls, inputTokens, outputTokens, costUsd, seconds };
}

function outsideOf(stage: (typeof MODEL_STAGES)[number]): string {
  const figures = Object.entries(trials[stage].at(-1)?.quantities ?? {});
  const outside = figures.filter(([, { range, outcome }]) => outcome < range.least || outcome > range.most);
  const shown = outside.map(([name, { range, outcome }]) => `${name} ${outcome} of ${range.least} to ${range.most}`);
  return `${stage} ${shown.length === 0 ? "all inside" : shown.join(", ")}`;
}
