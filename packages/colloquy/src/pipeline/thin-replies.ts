import { formatCount } from "../text/index.ts";
import type { RunListener } from "./events.ts";

/** The last so many calls are judged together. */
const WINDOW = 20;
const SMALLEST_BATCH = 2;
/** Below this share of answered chunks, each is paid for about three times. */
const LEAST_SHARE = 1 / 3;

/**
 * Watches how many chunks of its calls a model answers. The others are sent again, so that a model that answers one or
 * two chunks a call completes the run at many times the estimated cost. A run warns of that once.
 */
export class ThinReplies {
  readonly #emit: RunListener;
  readonly #window: { readonly asked: number; readonly settled: number }[] = [];
  #hasWarned = false;

  constructor(emit: RunListener) {
    this.#emit = emit;
  }

  /** Records how many of the chunks of a call its reply settled. Calls for a single chunk say nothing. */
  record(asked: number, settled: number): void {
    if (asked < SMALLEST_BATCH || this.#hasWarned) return;
    this.#window.push({ asked, settled });
    if (this.#window.length > WINDOW) this.#window.shift();
    if (this.#window.length < WINDOW) return;
    const total = (of: "asked" | "settled"): number => this.#window.reduce((sum, call) => sum + call[of], 0);
    if (total("settled") >= LEAST_SHARE * total("asked")) return;
    this.#hasWarned = true;
    const message = `The model answered ${formatCount(total("settled"))} of the ${formatCount(total("asked"))} chunks of the last ${WINDOW} calls; what it leaves out is asked for again, and paid for again: a smaller --batch-size or another model costs less.`;
    this.#emit({ event: "warning", message });
  }
}
