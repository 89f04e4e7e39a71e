import type { Lane } from "../../ports/index.ts";
import type { LaneProgress } from "../../pipeline/index.ts";
import type { OpenLane } from "./lane.ts";

const INTERVAL_MS = 1000;

/** Tells how the calls of a model's lane stand, once a second where anything changed; until it is disposed of. */
export function watchLane(
  lane: Lane,
  { port, limiter }: Pick<OpenLane<{ readonly paid: boolean }>, "port" | "limiter">,
  emit: (event: LaneProgress) => void,
): Disposable {
  let last = "";
  const look = (): void => {
    const { inFlight, waiting, waitingFor, ceiling, attempts, rateLimited } = limiter.snapshot;
    const counts = { inFlight, waiting, waitingFor, ceiling, attempts, rateLimited };
    const now = JSON.stringify(counts);
    if (attempts === 0 || now === last) return;
    last = now;
    emit({ event: "lane.progress", lane, ...counts });
  };
  const timer = port.paid ? setInterval(look, INTERVAL_MS) : undefined;
  timer?.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
