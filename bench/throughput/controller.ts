// Our limiter against the simulated provider: `node bench/throughput/controller.ts [--quick] [--tiers 500/200k]
// [--virtual | --real] [--seeds 5]`. One run in real time a tier, and the same code over the seeds in virtual time.
import { parseArgs } from "node:util";
import { spreadOf, type Spread } from "../figures.ts";
import { printTable, writeResults } from "../report.ts";
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
const CHARGES = ["max", "sum"] as const;

interface Cell {
  readonly tier: Tier;
  readonly charge: (typeof CHARGES)[number];
  readonly calls: number;
  readonly virtual: readonly CellFigures[];
  /** Null where only virtual time was asked for; one run, with `max`. */
  readonly real: CellFigures | null;
}

const cells: Cell[] = [];
for (const tier of tiersNamed(values.tiers)) for (const charge of CHARGES) cells.push(await measureCell(tier, charge));
print();
writeResults("throughput", { seeds: SEEDS, cells });

async function measureCell(tier: Tier, charge: Cell["charge"]): Promise<Cell> {
  const calls = values.quick ? tier.quickCalls : tier.calls;
  const options = { rpm: tier.rpm, tpm: tier.tpm, charge, faults: "usual" } as const;
  const virtual: CellFigures[] = [];
  for (const seed of values.real ? [] : SEEDS)
    virtual.push(cellFigures(tier, await simulateOurs({ seed, calls }, { ...options, seed })));
  const real = values.virtual || charge !== "max" ? null : await measureReal();
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
    "\nMedian (worst) of the seeds. Marks: utilisation >= 99 % on the first two tiers, 429s <= 0.2 % of the calls",
  );
  console.log(
    "(0.5 % where the formula is unknown, as it is here), tail <= 1.5 x the median latency of a full batch.\n",
  );
  printTable(["", "makespan", "over bound", "utilisation", "429s", "tail", "lost"], rows);
}

function columns(runs: readonly CellFigures[]): string[] {
  const column = (of: (run: CellFigures) => number, worst: "min" | "max", write: (value: number) => string): string => {
    const spread: Spread = spreadOf(runs.map(of));
    return runs.length === 1 ? write(spread.median) : `${write(spread.median)} (${write(spread[worst])})`;
  };
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  if (lost > 0) return ["-", "-", "-", "-", "-", String(lost)];
  return [
    column(
      (run) => run.seconds,
      "max",
      (value) => `${value.toFixed(0)} s`,
    ),
    column(
      (run) => run.overBoundSeconds,
      "max",
      (value) => `${value.toFixed(1)} s`,
    ),
    column(
      (run) => run.utilisation,
      "min",
      (value) => `${(100 * value).toFixed(2)} %`,
    ),
    column(
      (run) => run.rateLimitedShare,
      "max",
      (value) => `${(100 * value).toFixed(2)} %`,
    ),
    column(
      (run) => run.tail,
      "max",
      (value) => value.toFixed(2),
    ),
    "0",
  ];
}
