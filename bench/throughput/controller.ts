// Our limiter against the simulated provider: `node bench/throughput/controller.ts [--quick] [--tiers 500/200k]
// [--virtual | --real] [--seeds 5]`. One run in real time a tier, and the same code over the seeds in virtual time.
import { parseArgs } from "node:util";
import { spreadOf } from "../figures.ts";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { printTable, writeResults } from "../report.ts";
import type { Charge } from "./bound.ts";
import { type CellFigures, cellFigures } from "./cell-figures.ts";
import { measureOurs } from "./measure-ours.ts";
import { startProvider } from "./provider-process.ts";
import { simulateOurs } from "./simulate-ours.ts";
import { type Tier, tiersNamed } from "./tiers.ts";

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

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

interface Cell {
  readonly tier: Tier;
  readonly charge: Charge;
  readonly calls: number;
  readonly virtual: readonly CellFigures[];
  /** One run with `max`; null when only virtual time is measured. */
  readonly real: CellFigures | null;
}

const cells: Cell[] = [];
for (const tier of tiersNamed(values.tiers, { virtual: true }))
  for (const charge of CHARGES) cells.push(await measureCell(tier, charge));
print();
writeResults("throughput", { seeds: SEEDS, cells });

async function measureCell(tier: Tier, charge: Charge): Promise<Cell> {
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
    return cellFigures(tier, { ...measured, chat: (await provider.books()).chat });
  }
}

function print(): void {
  const rows = cells.flatMap(({ tier, charge, calls, virtual, real }) => {
    const name = `${tier.name}, charge ${charge}, ${calls} calls`;
    return [
      ...(virtual.length > 0 ? [[`${name}, ${virtual.length} seeds`, ...columns(virtual)]] : []),
      ...(real === null ? [] : [[`${name}, real time`, ...columns([real])]]),
    ];
  });
  console.log(
    `
Median (worst) of the seeds, from a cold start with an unknown formula. Utilisation is that of the time in which there
were chunks left to ask for, and that until the last dispatch, which may be of what failed at the very end. Marks:
utilisation >= 99 % on the first two tiers, 429s <= 0.5 % of the calls, tail <= 1.5 x the median latency of a full batch.
`,
  );
  printTable(["", "makespan", "over bound", "utilisation", "to the last dispatch", "429s", "tail", "lost"], rows);
}

function columns(runs: readonly CellFigures[]): string[] {
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  if (lost > 0) return ["-", "-", "-", "-", "-", "-", String(lost)];
  const largest = (of: (run: CellFigures) => number, write: (value: number) => string): string => {
    const { median, max } = spreadOf(runs.map(of));
    return runs.length === 1 ? write(median) : `${write(median)} (${write(max)})`;
  };
  const smallest = (of: (run: CellFigures) => number): string => {
    const { min, median } = spreadOf(runs.map(of));
    return runs.length === 1 ? percent(median) : `${percent(median)} (${percent(min)})`;
  };
  return [
    largest((run) => run.seconds, seconds),
    largest((run) => run.overBoundSeconds, seconds),
    smallest((run) => run.utilisation),
    smallest((run) => run.utilisationToLast),
    largest((run) => run.rateLimitedShare, percent),
    largest(
      (run) => run.tail,
      (value) => value.toFixed(2),
    ),
    "0",
  ];
}
