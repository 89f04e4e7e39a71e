// How often an estimate after trials is right when files differ: `node bench/estimates/kinds.ts [--quick] [--seeds 100] [--first 1]
// [--tier 500/200k]`. Folders of 3 to 60 transcripts, the pipeline's own stage in virtual time, against simulated
// providers whose replies grow with their findings in each chunk. Each seed has other transcripts, latencies and
// faults. The remaining chunks are estimated after one or several runs with --limit.
import { parseArgs } from "node:util";
import { type StageMeasurement, poolMeasurements } from "../../packages/colloquy/src/estimation/index.ts";
import { printTable, writeResults } from "../report.ts";
import { tiersNamed } from "../throughput/tiers.ts";
import { isInside, PRICING, QUANTITIES, summaryOf, type Trial, trialOf } from "./coverage.ts";
import { FOLDERS, ledgerOfFolder } from "./folders.ts";
import { type StageTask, runModelStage } from "./run-stage.ts";
import { kindsTable } from "./kinds-table.ts";

const USUAL_TIER = "500/200k";
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    seeds: { type: "string" },
    first: { type: "string", default: "1" },
    tier: { type: "string", default: USUAL_TIER },
  },
});
const SEEDS = Number(values.seeds ?? (values.quick ? 5 : 100));
const FIRST = Number(values.first);
const [TIER] = tiersNamed(values.tier);
if (TIER === undefined) throw new Error("Name a tier with --tier.");
const { rpm, tpm } = TIER;

/** Chunks of each trial, one run after the other. */
const TRIALS = [[20], [50], [20, 20, 20]] as const;

const cells = [];
for (const folder of Object.keys(FOLDERS) as (keyof typeof FOLDERS)[])
  for (const limits of TRIALS) {
    const trials: Trial[] = [];
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) trials.push(await trialIn(folder, limits, seed));
    const summary = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, summaryOf(trials, quantity)]));
    cells.push({ folder, trials: limits.join(" + "), allInside: trials.filter(isInside).length, of: SEEDS, summary });
    console.log(
      `${folder}, after ${limits.join(" + ")} chunks: all five inside in ${cells.at(-1)?.allInside} of ${SEEDS}`,
    );
  }

console.log(`\n${SEEDS} seeds, ${TIER.name}; mean half width (outcomes inside)\n`);
printTable(kindsTable({ cells }));
const tier = TIER.name === USUAL_TIER ? "" : `-${TIER.name.replace("/", "-")}`;
writeResults(`estimates-kinds${tier}`, { tier: TIER, firstSeed: FIRST, seeds: SEEDS, cells });

async function trialIn(folder: keyof typeof FOLDERS, limits: readonly number[], seed: number): Promise<Trial> {
  const simulation: StageTask["simulation"] = { outputTokensPerChunk: null, seed, rpm, tpm, faults: "usual" };
  await using ledger = await ledgerOfFolder(folder, seed);
  let measurement: StageMeasurement | null = null;
  const task = { ledger, pricing: PRICING, given: {} };
  for (const [at, limit] of limits.entries()) {
    const run = await runModelStage({
      ...task,
      limit,
      measurement,
      simulation: { ...simulation, seed: 1_000 * (at + 1) + seed },
    });
    measurement = measurement === null ? run.measurement : poolMeasurements(measurement, run.measurement);
  }
  const rest = await runModelStage({ ...task, limit: Number.POSITIVE_INFINITY, measurement, simulation });
  return trialOf(seed, rest.estimate, rest.outcome);
}
