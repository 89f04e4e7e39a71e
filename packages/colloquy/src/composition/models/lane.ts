import type { CallObserver, RunListener } from "../../pipeline/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";

/** One of the two lanes of a run: what it asks, and what admits its calls. */
export interface OpenLane<Port> extends AsyncDisposable {
  readonly port: Port;
  readonly limiter: RateLimiter;
}

/** Whom a lane tells what happens. */
export interface LaneHearing {
  /** Sees every attempt. */
  readonly observer: CallObserver;
  readonly emit: RunListener;
}
