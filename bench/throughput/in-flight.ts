// A thousand calls in flight with a million chunks pending: `node bench/throughput/in-flight.ts [--in-flight 1000]
// [--seconds 60]`. The pipeline's stage, the limiter and the chat model over HTTP, with a list of pending chunks that is
// generated when it is read; there is no ledger, which has its own thread. Memory is the peak of this process.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { measureOurs } from "./measure-ours.ts";
import { startProvider } from "./provider-process.ts";
import { inFlightTable } from "./tables/concurrency.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    "in-flight": { type: "string", default: "1000" },
    seconds: { type: "string" },
  },
});
const IN_FLIGHT = Number(values["in-flight"]);
const SECONDS = Number(values.seconds ?? (values.quick ? 20 : 90));
const PENDING = 1_000_000;
const RESOLUTION_MS = 10;

await using provider = await startProvider({ rpm: null, tpm: null, faults: "usual", headers: "absent" });
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const stop = AbortSignal.timeout(SECONDS * 1000);
delay.enable();
await measureOurs(provider.baseUrl, { seed: 1, calls: PENDING / 10, stop }, IN_FLIGHT);
delay.disable();

const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
const { chat } = await provider.accounts();
const figures = {
  pending: PENDING,
  seconds: SECONDS,
  calls: chat.calls,
  mostInFlight: chat.mostInFlight,
  loopDelayMs: { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) },
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
printTable(inFlightTable(figures));
writeResults("in-flight", figures);
