import type { CallCost } from "./call-cost.ts";
import type { LimitedResource } from "./limit-reading.ts";
import type { Usage } from "./usage.ts";
import { ChargeFit, type Prior } from "./charge-fit.ts";
import { isTelling } from "./charge-samples.ts";

/** Weight of what a refusal says that the call would have cost: it is exact. */
const TOLD = 10;
const SHARE_GAIN = 0.1;

/** What a call takes of each limited resource, as far as it has been learnt. */
export class CostModel {
  readonly #tokens = new ChargeFit(["larger", "sum", "input"]);
  readonly #inputTokens = new ChargeFit(["input"]);
  /** What replies had of what they were allowed to have. */
  #outputShare = 1;
  #inputShare: number | null = null;

  price(resource: LimitedResource, cost: CallCost): number {
    if (resource === "requests") return 1;
    if (resource === "outputTokens") return this.expectedOutput(cost);
    return this.#fit(resource).price(cost);
  }

  /** How many tokens the reply will have. */
  expectedOutput({ maxOutputTokens }: CallCost): number {
    return this.#outputShare * maxOutputTokens;
  }

  learn(resource: LimitedResource, costs: readonly CallCost[], charged: number): void {
    if (resource === "tokens" || resource === "inputTokens") this.#fit(resource).learn(costs, charged, 1);
  }

  /** The provider said what a call would have cost. */
  learnTold(resource: LimitedResource, cost: CallCost, amount: number): void {
    if (!isTelling([cost])) return;
    if (resource === "tokens" || resource === "inputTokens") this.#fit(resource).learn([cost], amount, TOLD);
  }

  /** What a reply used, of a call that is large enough to tell of others. */
  learnUsage(cost: CallCost, usage: Usage): void {
    if (!isTelling([cost])) return;
    if (cost.maxOutputTokens > 0 && usage.outputTokens > 0)
      this.#outputShare += SHARE_GAIN * (Math.min(1, usage.outputTokens / cost.maxOutputTokens) - this.#outputShare);
    if (!(cost.inputTokens > 0) || !(usage.inputTokens > 0)) return;
    const share = usage.inputTokens / cost.inputTokens;
    this.#inputShare = this.#inputShare === null ? share : this.#inputShare + SHARE_GAIN * (share - this.#inputShare);
    this.#tokens.suggestFactor(this.#inputShare);
    this.#inputTokens.suggestFactor(this.#inputShare);
  }

  /** What is to be thought of charges for tokens as long as the provider shows none. */
  assume(prior: Prior): void {
    this.#tokens.assume(prior);
  }

  #fit(resource: "tokens" | "inputTokens"): ChargeFit {
    return resource === "tokens" ? this.#tokens : this.#inputTokens;
  }
}
