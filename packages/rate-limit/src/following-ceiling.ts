import type { Ceiling, RepliedCall } from "./ceiling.ts";

const LEAST = 16;
const HEADROOM = 2;
const UNKNOWN_LATENCY_MS = 60_000;

/** Follows rate x latency where the limits are known: it is there for accidents, and not meant to be felt. */
export class FollowingCeiling implements Ceiling {
  readonly #cap: number;
  readonly #pace: () => { readonly burst: number; readonly rate: number } | null;
  #latency: number | null = null;

  constructor(cap: number, pace: () => { readonly burst: number; readonly rate: number } | null) {
    this.#cap = cap;
    this.#pace = pace;
  }

  get current(): number {
    const pace = this.#pace();
    if (pace === null) return this.#cap;
    const enough = pace.burst + HEADROOM * pace.rate * (this.#latency ?? UNKNOWN_LATENCY_MS);
    return Math.min(this.#cap, Math.max(LEAST, Math.ceil(enough)));
  }

  learn({ milliseconds }: Pick<RepliedCall, "milliseconds">): void {
    this.#latency = this.#latency === null ? milliseconds : this.#latency + 0.05 * (milliseconds - this.#latency);
  }

  congested(): void {}
}
