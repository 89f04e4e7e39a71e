import { CostAccount, type RunEvent } from "../../pipeline/index.ts";
import { boundsText, dollars } from "./words.ts";

/** What the replies of a run have cost so far, by what its attempts told. */
export class Spending {
  readonly #account = new CostAccount();

  hear(event: RunEvent): void {
    if (event.event === "attempt.completed") this.#account.add(event);
  }

  /** To be put behind a line; empty where nothing was paid. */
  get words(): string {
    const { costUsd, ...bounds } = this.#account.total;
    if (costUsd === null) return `; ${boundsText(bounds) ?? "cost unknown"}`;
    return costUsd === 0 ? "" : `; ${dollars(costUsd)} so far`;
  }
}
