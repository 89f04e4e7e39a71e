import type { RunEvent } from "../../pipeline/index.ts";
import { dollars } from "./words.ts";

/** What the replies of a run have cost so far, by what its attempts told. */
export class Spending {
  /** Null as soon as one cost is not known. */
  #usd: number | null = 0;

  hear(event: RunEvent): void {
    if (event.event !== "attempt.completed" || event.usage === null) return;
    this.#usd = this.#usd === null || event.costUsd === null ? null : this.#usd + event.costUsd;
  }

  /** To be put behind a line; empty where nothing was paid. */
  get words(): string {
    if (this.#usd === null) return "; cost unknown";
    return this.#usd === 0 ? "" : `; ${dollars(this.#usd)} so far`;
  }
}
