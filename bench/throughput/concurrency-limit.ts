// The speed without limits: `node bench/throughput/concurrency-limit.ts [--quick] [--time-scale 10]`. The speed-up over one call at a
// time at a fixed concurrency limit, a hundred calls for each slot. The provider answers `--time-scale` times as fast, so that a
// run takes minutes; one call at a time is taken from virtual time, where it costs nothing but the latencies.
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { countLost } from "./request-chunks.ts";
import { measureOurs } from "./measure-ours.ts";
import { startProvider } from "./provider-process.ts";
import { simulateOurs } from "./simulate-ours.ts";
import { concurrencyLimitTable } from "./tables/concurrency.ts";

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, "time-scale": { type: "string", default: "10" } },
});
const CONCURRENCY_LIMITS = [20, 50];
const CALLS_A_SLOT = values.quick ? 10 : 100;
const CHECKED_CALLS = values.quick ? 10 : 40;
const SEED = 1;
const UNLIMITED = {
  seed: SEED,
  rpm: null,
  tpm: null,
  faults: "none",
  timeScale: Number(values["time-scale"]),
} as const;

const runs = [];
for (const concurrencyLimit of CONCURRENCY_LIMITS) runs.push(await measureLimit(concurrencyLimit));
const check = await checkSequential();
printTable(concurrencyLimitTable({ runs }));
console.log(
  `\nMark: at least 0.97 of the limit. One at a time in real time, ${CHECKED_CALLS} calls: ${check.real.toFixed(1)} s; in virtual time ${check.virtual.toFixed(1)} s.`,
);
writeResults("concurrency-limit", { timeScale: UNLIMITED.timeScale, callsASlot: CALLS_A_SLOT, runs, check });

async function measureLimit(concurrencyLimit: number) {
  const asked = { seed: SEED, calls: concurrencyLimit * CALLS_A_SLOT };
  const sequential = await simulateOurs(asked, UNLIMITED, { maxConcurrent: 1 });
  await using provider = await startProvider(UNLIMITED);
  const { seconds, calls, lost } = await measureOurs(provider.baseUrl, asked, concurrencyLimit);
  const speedUp = sequential.seconds / seconds;
  return {
    concurrencyLimit,
    calls,
    seconds,
    sequentialSeconds: sequential.seconds,
    speedUp,
    lost: countLost({ lost }),
  };
}

/** Compares virtual time with real time for one call at a time. */
async function checkSequential(): Promise<{ readonly real: number; readonly virtual: number }> {
  const asked = { seed: SEED, calls: CHECKED_CALLS };
  await using provider = await startProvider(UNLIMITED);
  const real = await measureOurs(provider.baseUrl, asked, 1);
  const virtual = await simulateOurs(asked, UNLIMITED, { maxConcurrent: 1 });
  return { real: real.seconds, virtual: virtual.seconds };
}
