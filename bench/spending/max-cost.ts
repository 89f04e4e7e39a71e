// By how much `--max-cost` is passed, compared with the cost of the calls in flight: `node bench/spending/max-cost.ts [--quick] [--seeds 20]
// [--chunks 1000] [--tiers 500/200k,5k/2M]`. The pipeline with both of its stages in virtual time, three budgets for each
// seed and tier, with a provider whose replies differ much in length and with the usual faults. Unreported usage counts with
// its bound.
import { parseArgs } from "node:util";
import { flatPricing } from "../../packages/colloquy/src/composition/flat-pricing.ts";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { ledgerOfTalks } from "../estimates/talks.ts";
import { printTable, writeResults } from "../report.ts";
import { runInVirtualTime } from "../throughput/run-in-virtual-time.ts";
import { type Tier, tiersNamed } from "../throughput/tiers.ts";
import { randomNumbers } from "../throughput/workload.ts";
import { SpendingTimeline } from "../../packages/colloquy/test/spending/spending-timeline.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    seeds: { type: "string" },
    chunks: { type: "string" },
    tiers: { type: "string", default: "500/200k,5k/2M" },
  },
});
const SEEDS = Number(values.seeds ?? (values.quick ? 3 : 20));
const CHUNKS = Number(values.chunks ?? (values.quick ? 400 : 1_000));
/** Parts of the cost of the whole run without a budget. */
const BUDGETS = [0.1, 0.4, 0.8];
/** Prices of a small model of 2024; any prices would do. */
const PRICING = flatPricing("simulated", "this program", {
  input: 0.15,
  cachedInput: 0.075,
  cacheWrite: 0.15,
  output: 0.6,
});
const BUDGET_REACHED = 4;
/** Rounding errors of a sum of dollars are smaller. */
const ROUNDING_USD = 1e-9;

interface Run {
  readonly tier: string;
  readonly seed: number;
  /** The budget, as a part of the cost of the whole run. */
  readonly share: number;
  readonly maxCostUsd: number;
  /** Reported usage, and unreported usage at its bound. */
  readonly spentUsd: number;
  readonly reportedUsd: number | null;
  readonly unknownAttempts: number;
  /** The work of the provider, if it billed every reply that it began. */
  readonly bookedUsd: number;
  readonly overrunUsd: number;
  /** At the time of the last attempt: the number of calls in flight, and their cost. */
  readonly inFlight: number;
  readonly inFlightUsd: number;
  readonly exitCode: number;
  readonly extracted: number;
}

const runs: Run[] = [];
for (const tier of tiersNamed(values.tiers)) {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const wholeUsd = (await spend(tier, seed, null)).timeline.spentUsd;
    for (const share of BUDGETS) runs.push(await runWithin(share * wholeUsd, { tier, seed, share }));
  }
  print(tier.name);
}
writeResults("max-cost", { seeds: SEEDS, chunks: CHUNKS, budgets: BUDGETS, faults: "usual", runs });
const passed = runs.filter((run) => !isKept(run));
if (passed.length > 0)
  throw new Error(`In ${passed.length} runs the budget was passed by more than the cost of the calls in flight.`);

function isKept({ overrunUsd, inFlightUsd }: Run): boolean {
  return overrunUsd <= inFlightUsd + ROUNDING_USD;
}

async function runWithin(
  maxCostUsd: number,
  cell: { readonly tier: Tier; readonly seed: number; readonly share: number },
) {
  const { tier, seed, share } = cell;
  const { timeline, result, log } = await spend(tier, seed, maxCostUsd);
  const { spentUsd, lastSending } = timeline;
  return {
    tier: tier.name,
    seed,
    share,
    maxCostUsd,
    spentUsd,
    reportedUsd: result.usage.costUsd,
    unknownAttempts: result.usage.unknownSpend.attempts,
    bookedUsd: log.reduce((sum, entry) => sum + (PRICING.cost(entry) ?? 0), 0),
    overrunUsd: Math.max(0, spentUsd - maxCostUsd),
    inFlight: lastSending.inFlight,
    inFlightUsd: lastSending.inFlightUsd,
    exitCode: result.exitCode,
    extracted: result.chunks.extracted,
  };
}

async function spend(tier: Tier, seed: number, maxCostUsd: number | null) {
  await using ledger = await ledgerOfTalks(seed, CHUNKS);
  const timeline = new SpendingTimeline();
  const task = { ledger, simulation: simulationOf(tier, seed), embeds: true, pricing: PRICING };
  const recorded = { ...task, emit: timeline.record, span: timeline.span };
  return {
    timeline,
    ...(await runInVirtualTime(maxCostUsd === null ? recorded : { ...recorded, maxCostUsd: maxCostUsd })),
  };
}

/** Another seed gives other latencies and lengths. */
function simulationOf({ rpm, tpm, embeddingRpm, embeddingTpm }: Tier, seed: number): SimulationOptions {
  const random = randomNumbers(seed * 104_729);
  return {
    seed,
    rpm,
    tpm,
    embeddingRpm,
    embeddingTpm,
    faults: "usual",
    outputSpread: 0.2 + 0.7 * random(),
    outputFollowsLength: true,
    latency: {
      firstTokenMs: 200 + 1_800 * random(),
      tokensPerSecond: 30 + 170 * random(),
      stragglers: 0.05 * random(),
    },
  };
}

function print(tier: string): void {
  const rows = BUDGETS.map((share) => runs.filter((run) => run.tier === tier && run.share === share));
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  console.log(`\n${tier}: ${CHUNKS} chunks, ${SEEDS} seeds\n`);
  printTable({
    header: [
      "budget",
      "stopped",
      "part that was spent, least",
      "most",
      "in flight at the last attempt",
      "their cost",
      "budget passed by, most",
      "by more than the calls in flight",
    ],
    rows: rows.map((same, index) => {
      const ofBudget = (part: (run: Run) => number): number[] => same.map((run) => part(run) / run.maxCostUsd);
      const spent = ofBudget(({ spentUsd }) => spentUsd);
      const calls = same.map(({ inFlight }) => inFlight);
      return [
        percent(BUDGETS[index] ?? Number.NaN),
        `${same.filter(({ exitCode }) => exitCode === BUDGET_REACHED).length}/${same.length}`,
        percent(Math.min(...spent)),
        percent(Math.max(...spent)),
        `${Math.min(...calls)}-${Math.max(...calls)}`,
        `up to ${percent(Math.max(...ofBudget(({ inFlightUsd }) => inFlightUsd)))}`,
        percent(Math.max(...ofBudget(({ overrunUsd }) => overrunUsd))),
        `${same.filter((run) => !isKept(run)).length}/${same.length}`,
      ];
    }),
  });
}
