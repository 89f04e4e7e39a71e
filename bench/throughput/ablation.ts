// The gain of each part of the limiter: `node bench/throughput/ablation.ts [--seeds 5] [--kinds PATTERN] [--parts PATTERN]`.
// Each kind of provider is called through the whole limiter, and through a copy of it without one part, in virtual time.
// Equal seeds have equal replies, so that runs are compared pair by pair.
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { KINDS } from "./ablation/kinds.ts";
import { loadWithout, PARTS } from "./ablation/parts.ts";
import { type Figures, runKind } from "./ablation/run-kind.ts";
import { type AblationCell, ablationTable } from "./tables/ablation.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    kinds: { type: "string", default: "" },
    parts: { type: "string", default: "" },
    name: { type: "string", default: "ablation" },
  },
});
const SEEDS = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const kinds = KINDS.filter(({ name }) => new RegExp(values.kinds).test(name));
const parts = PARTS.filter(({ name }) => new RegExp(values.parts).test(name));

const limiters = await Promise.all([null, ...parts].map(loadWithout));
const cells: AblationCell[] = [];
for (const { part, createRateLimiter } of limiters)
  for (const kind of kinds) {
    const runs: Figures[] = [];
    for (const seed of SEEDS) runs.push(await runKind(kind, seed, createRateLimiter));
    cells.push({ kind: kind.name, without: part?.name ?? null, runs });
    console.error(`${part === null ? "the whole limiter" : `without ${part.name}`}: ${kind.name}`);
  }
printTable(ablationTable({ cells }));
writeResults(values.name, { seeds: SEEDS, cells });
