import { formatCount } from "../text/index.ts";
import type { RunListener } from "./events.ts";

/** The number of calls that are measured together. */
const WINDOW = 20;
const SMALLEST_BATCH = 2;
/** Below this share of settled chunks, each chunk is paid for about three times. */
const LEAST_SHARE = 1 / 3;

/**
 * Warns once when replies settle only a small share of the chunks of their calls. Open chunks are sent again, so such a run
 * costs many times its estimate.
 */
export class ThinReplies {
  readonly #emit: RunListener;
  readonly #window: { readonly sent: number; readonly settled: number }[] = [];
  #hasWarned = false;

  constructor(emit: RunListener) {
    this.#emit = emit;
  }

  /** Records the sent and the settled chunks of a call. Calls with a single chunk are ignored. */
  record(sent: number, settled: number): void {
    if (sent < SMALLEST_BATCH || this.#hasWarned) return;
    this.#window.push({ sent, settled });
    if (this.#window.length > WINDOW) this.#window.shift();
    if (this.#window.length < WINDOW) return;
    const total = (of: "sent" | "settled"): number => this.#window.reduce((sum, call) => sum + call[of], 0);
    if (total("settled") >= LEAST_SHARE * total("sent")) return;
    this.#hasWarned = true;
    const message = `The replies to the last ${WINDOW} calls had results for ${formatCount(total("settled"))} of ${formatCount(total("sent"))} chunks. The other chunks are requested and paid for again: use a smaller --batch-size or another model.`;
    this.#emit({ event: "warning", message });
  }
}
