// Whether the number of calls in flight changes prompts and results: the whole pipeline with the usual
// faults, in virtual time: `node bench/throughput/prompts.ts [--seeds 5] [--calls 300] [--tiers 5k/2M]`
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { ledgerOfChunks, runInVirtualTime } from "./run-in-virtual-time.ts";
import { type Tier, tiersNamed } from "./tiers.ts";
import { CHUNKS_A_CALL } from "./workload.ts";
import { type PromptsRun, promptsTable } from "./tables/concurrency.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    calls: { type: "string", default: "300" },
    tiers: { type: "string", default: "5k/2M" },
  },
});
const SEEDS = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const CONCURRENCY = [1, 8, 64, 256];

const runs: PromptsRun[] = [];
for (const tier of tiersNamed(values.tiers)) for (const seed of SEEDS) runs.push(...(await measureSeed(tier, seed)));
printTable(promptsTable({ runs }));
writeResults("prompts", { seeds: SEEDS, calls: Number(values.calls), runs });

async function measureSeed({ name, rpm, tpm }: Tier, seed: number): Promise<PromptsRun[]> {
  const measured: PromptsRun[] = [];
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
