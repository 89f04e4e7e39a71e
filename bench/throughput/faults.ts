// The cost of faults of the provider: `node bench/throughput/faults.ts [--seeds 5]`. The same
// calls with and without each fault, in virtual time; the difference is the cost. No chunk may be lost.
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { countLost } from "./request-chunks.ts";
import { simulateOurs } from "./simulate-ours.ts";
import { tiersNamed } from "./tiers.ts";
import { type FaultCost, faultsTable } from "./tables/faults.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    tiers: { type: "string", default: "500/200k,5k/2M" },
    seeds: { type: "string" },
  },
});
const SEEDS = Array.from({ length: Number(values.seeds ?? (values.quick ? 2 : 5)) }, (_, index) => index + 1);
const NO_FAULTS = { serverError: 0, overloaded: 0, reset: 0, hang: 0, cutOff: 0, badJson: 0 };
const MINUTE = { fromSeconds: 60, toSeconds: 120 };

/** Rates are many times the usual ones, so that a run of some hundred calls meets each fault. */
const SCENARIOS: readonly (readonly [name: string, options: SimulationOptions])[] = [
  ["storm: 90 % 429s for 60 s", { phases: [{ kind: "storm", ...MINUTE }] }],
  ["slow down: 50 % 503s for 60 s", { phases: [{ kind: "slow-down", ...MINUTE }] }],
  ["outage of 60 s: connections lost", { phases: [{ kind: "outage", ...MINUTE, shape: "reset" }] }],
  ["outage of 60 s: refused", { phases: [{ kind: "outage", ...MINUTE, shape: "refused" }] }],
  ["outage of 60 s: 500s", { phases: [{ kind: "outage", ...MINUTE, shape: "error" }] }],
  ["hangs, 2 %", { faults: { ...NO_FAULTS, hang: 0.02 } }],
  ["resets, 2 %", { faults: { ...NO_FAULTS, reset: 0.02 } }],
  ["cut off, 5 %", { faults: { ...NO_FAULTS, cutOff: 0.05 } }],
  ["bad JSON, 2 %", { faults: { ...NO_FAULTS, badJson: 0.02 } }],
  ["500s, 5 %", { faults: { ...NO_FAULTS, serverError: 0.05 } }],
  ["503s, 5 %", { faults: { ...NO_FAULTS, overloaded: 0.05 } }],
];

const costs: FaultCost[] = [];
for (const { name, rpm, tpm, calls, quickCalls } of tiersNamed(values.tiers)) {
  const run = (seed: number, options: SimulationOptions) =>
    simulateOurs({ seed, calls: values.quick ? quickCalls : calls }, { rpm, tpm, seed, ...options });
  const plain = new Map<number, number>();
  for (const seed of SEEDS) plain.set(seed, (await run(seed, {})).seconds);
  for (const [scenario, options] of SCENARIOS) {
    const runs = [];
    for (const seed of SEEDS) runs.push({ seed, ...(await run(seed, options)) });
    costs.push({
      tier: name,
      scenario,
      seconds: runs.map(({ seed, seconds }) => seconds - (plain.get(seed) ?? 0)),
      lost: runs.reduce((sum, one) => sum + countLost(one), 0),
    });
  }
}
printTable(faultsTable({ costs }));
writeResults("faults", { seeds: SEEDS, costs });
