// Compares estimates before a run with the outcome of the run: `node bench/estimates/estimates.ts [--quick]
// [--chunks 8834] [--seeds 10] [--tier 500/200k] [--no-faults]`. The pipeline's own stage in virtual time, against simulated providers.
// Each seed has other talks, latencies and faults. Estimates use typical values, or a first run of 50 chunks.
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { tiersNamed } from "../throughput/tiers.ts";
import { isInside, PRICING, QUANTITIES, summaryOf, type Trial, trialOf } from "./coverage.ts";
import { type StageTask, runModelStage } from "./run-stage.ts";
import { ledgerOfTalks } from "./talks.ts";
import { estimatesTable } from "./estimates-table.ts";

const USUAL_TIER = "500/200k";
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    chunks: { type: "string" },
    seeds: { type: "string" },
    tier: { type: "string", default: USUAL_TIER },
    "no-faults": { type: "boolean", default: false },
  },
});
const CHUNKS = Number(values.chunks ?? (values.quick ? 1_000 : 8_834));
const SEEDS = Number(values.seeds ?? (values.quick ? 3 : 10));
const FIRST = 50;
const [TIER] = tiersNamed(values.tier);
if (TIER === undefined) throw new Error("Name a tier with --tier.");
const FAULTS = values["no-faults"] ? "none" : "usual";
const LIMITS = { requests: TIER.rpm, tokens: TIER.tpm };

const WORKLOADS = [
  { name: "usual replies", outputTokensPerChunk: 220, outputSpread: 0.4 },
  { name: "three times as long", outputTokensPerChunk: 660, outputSpread: 0.4 },
] as const;

interface Cell {
  readonly workload: string;
  readonly basis: "usual" | "measured";
  readonly trials: readonly Trial[];
  /** Seeds in which every quantity is in its range. */
  readonly allInside: number;
}

const cells: Cell[] = [];
for (const { name, ...lengths } of WORKLOADS) {
  const [usual, measured]: [Trial[], Trial[]] = [[], []];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const simulation: StageTask["simulation"] = {
      ...lengths,
      outputFollowsLength: true,
      seed,
      rpm: TIER.rpm,
      tpm: TIER.tpm,
      faults: FAULTS,
    };
    const task = { simulation, pricing: PRICING, limit: Number.POSITIVE_INFINITY };
    {
      await using ledger = await ledgerOfTalks(seed, CHUNKS);
      const whole = await runModelStage({ ...task, ledger, measurement: null, given: LIMITS });
      usual.push(trialOf(seed, whole.estimate, whole.outcome));
    }
    await using ledger = await ledgerOfTalks(seed, CHUNKS);
    const first = await runModelStage({ ...task, ledger, limit: FIRST, measurement: null, given: {} });
    const rest = await runModelStage({ ...task, ledger, measurement: first.measurement, given: {} });
    measured.push(trialOf(seed, rest.estimate, rest.outcome));
    console.log(
      `${name}, seed ${seed}: ${rest.outcome.calls} calls after ${first.outcome.calls}, ${rest.rateLimited} refused, ${rest.deadLetters} dead letters`,
    );
  }
  cells.push(
    { workload: name, basis: "usual", trials: usual, allInside: usual.filter(isInside).length },
    { workload: name, basis: "measured", trials: measured, allInside: measured.filter(isInside).length },
  );
}
const summary = cells.flatMap(({ workload, basis, trials }) =>
  QUANTITIES.map((quantity) => ({ workload, basis, quantity, ...summaryOf(trials, quantity) })),
);
console.log(`\n${CHUNKS} chunks, ${SEEDS} seeds, ${TIER.name}\n`);
printTable(estimatesTable({ summary, cells }));
const simulated = { tier: TIER.name, faults: FAULTS, workloads: WORKLOADS };
const tier = TIER.name === USUAL_TIER ? "" : `-${TIER.name.replace("/", "-")}`;
writeResults(`estimates${tier}${FAULTS === "none" ? "-no-faults" : ""}`, {
  chunks: CHUNKS,
  seeds: SEEDS,
  first: FIRST,
  simulated,
  summary,
  cells,
});
