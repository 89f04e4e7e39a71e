// Whether the number of calls in flight changes prompts and results: the whole pipeline with the usual
// faults, in virtual time: `node bench/throughput/prompts.ts [--seeds 5] [--calls 300] [--tiers 5k/2M]`
import { parseArgs } from "node:util";
import { spreadOf } from "../figures.ts";
import { printTable, writeResults } from "../report.ts";
import { ledgerOfChunks, runInVirtualTime } from "./run-in-virtual-time.ts";
import { type Tier, tiersNamed } from "./tiers.ts";
import { CHUNKS_A_CALL } from "./workload.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    calls: { type: "string", default: "300" },
    tiers: { type: "string", default: "5k/2M" },
  },
});
const SEEDS = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const CONCURRENCY = [1, 8, 64, 256];
const [ONE_AT_A_TIME = 1] = CONCURRENCY;

interface Run {
  readonly tier: string;
  readonly seed: number;
  readonly maxConcurrent: number;
  readonly digest: string;
  readonly deadLetters: number;
  readonly prompts: number;
  /** Prompts that one call at a time did not send. */
  readonly others: number;
  readonly seconds: number;
}

const runs: Run[] = [];
const tiers = tiersNamed(values.tiers);
for (const tier of tiers) for (const seed of SEEDS) runs.push(...(await measureSeed(tier, seed)));
printTable(
  ["tier", "calls at once", "same digest as at 1", "prompts", "others than at 1, median", "worst", "dead letters"],
  tiers.flatMap(({ name }) =>
    CONCURRENCY.map((maxConcurrent) => [
      name,
      ...columns(
        runs.filter(({ tier }) => tier === name),
        maxConcurrent,
      ),
    ]),
  ),
);
writeResults("prompts", { seeds: SEEDS, calls: Number(values.calls), runs });

async function measureSeed({ name, rpm, tpm }: Tier, seed: number): Promise<Run[]> {
  const measured: Run[] = [];
  let reference: ReadonlySet<string> | null = null;
  for (const maxConcurrent of CONCURRENCY) {
    const simulation = { seed, rpm, tpm, faults: "usual" } as const;
    const chunks = Number(values.calls) * CHUNKS_A_CALL;
    await using ledger = await ledgerOfChunks(seed, chunks);
    const { result, log, seconds } = await runInVirtualTime({ ledger, simulation, maxConcurrent });
    const prompts = new Set(log.filter(({ attempt }) => attempt !== null).map(({ hash }) => hash));
    const known = (reference ??= prompts);
    measured.push({
      tier: name,
      seed,
      maxConcurrent,
      digest: result.digest,
      deadLetters: result.chunks.deadLetters,
      prompts: prompts.size,
      others: [...prompts].filter((prompt) => !known.has(prompt)).length,
      seconds,
    });
  }
  return measured;
}

function columns(all: readonly Run[], maxConcurrent: number): string[] {
  const ofOne = new Map(all.filter((run) => run.maxConcurrent === ONE_AT_A_TIME).map((run) => [run.seed, run.digest]));
  const here = all.filter((run) => run.maxConcurrent === maxConcurrent);
  const same = here.filter(({ seed, digest }) => ofOne.get(seed) === digest).length;
  const others = spreadOf(here.map((run) => run.others));
  return [
    String(maxConcurrent),
    `${same} of ${here.length}`,
    String(spreadOf(here.map(({ prompts }) => prompts)).median),
    String(others.median),
    String(others.max),
    String(here.reduce((sum, { deadLetters }) => sum + deadLetters, 0)),
  ];
}
