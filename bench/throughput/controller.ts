// Our limiter against the simulated provider: `node bench/throughput/controller.ts [--quick] [--tiers 500/200k]
// [--virtual | --real] [--seeds 5]`. One run in real time a tier, and the same code over the seeds in virtual time.
import { parseArgs } from "node:util";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { printTable, writeResults } from "../report.ts";
import type { Charge } from "./bound.ts";
import { type CellFigures, cellFigures } from "./cell-figures.ts";
import { measureOurs } from "./measure-ours.ts";
import { startProvider } from "./provider-process.ts";
import { simulateOurs } from "./simulate-ours.ts";
import { type Tier, tiersNamed } from "./tiers.ts";
import { type ThroughputCell, throughputTable } from "./tables/limits.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    tiers: { type: "string" },
    virtual: { type: "boolean", default: false },
    real: { type: "boolean", default: false },
    seeds: { type: "string" },
  },
});
const SEEDS = Array.from({ length: Number(values.seeds ?? (values.quick ? 2 : 5)) }, (_, index) => index + 1);
const CHARGES: readonly Charge[] = ["max", "sum"];

const cells: ThroughputCell[] = [];
for (const tier of tiersNamed(values.tiers, { virtual: true }))
  for (const charge of CHARGES) cells.push(await measureCell(tier, charge));
console.log(
  `
Median (worst) of the seeds, from a cold start with an unknown formula. Utilisation is that of the time in which there
were chunks left to ask for, and that until the last dispatch, which may be of what failed at the very end. Marks:
utilisation >= 99 % on the first two tiers, 429s <= 0.5 % of the calls, tail <= 1.5 x the median latency of a full batch.
`,
);
printTable(throughputTable({ cells }));
writeResults("throughput", { seeds: SEEDS, cells });

async function measureCell(tier: Tier, charge: Charge): Promise<ThroughputCell> {
  const calls = values.quick ? tier.quickCalls : tier.calls;
  const options: SimulationOptions = { rpm: tier.rpm, tpm: tier.tpm, charge, faults: "usual" };
  const virtual: CellFigures[] = [];
  for (const seed of values.real ? [] : SEEDS)
    virtual.push(cellFigures(tier, await simulateOurs({ seed, calls, charge }, { ...options, seed })));
  const real = values.virtual || tier.virtualOnly === true || charge !== "max" ? null : await measureReal();
  return { tier, charge, calls, virtual, real };

  async function measureReal(): Promise<CellFigures> {
    await using provider = await startProvider({ ...options, seed: 1 });
    const measured = await measureOurs(provider.baseUrl, { seed: 1, calls });
    return cellFigures(tier, { ...measured, chat: (await provider.accounts()).chat });
  }
}
