// Loaded into a measured process with --import: reports at its end the delay of its main thread's event loop.
// Plain JavaScript, because every thread of that process loads it: type stripping would cost memory in each thread.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const file = process.env.COLLOQUY_BENCH_LOOP_FILE;
if (isMainThread && file !== undefined) {
  const RESOLUTION_MS = 10;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on("exit", () => {
    const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    writeFileSync(file, JSON.stringify({ p99: late(delay.percentile(99)), max: late(delay.max) }));
  });
}
