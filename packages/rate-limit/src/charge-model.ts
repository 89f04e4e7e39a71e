import type { CallTokens, Usage } from "./call-tokens.ts";
import { ChargeFit, type Prior } from "./charge-fit.ts";
import { isLargeEnough } from "./charge-samples.ts";
import type { LimitedResource } from "./limit-reading.ts";

/** The weight of the charge that a refusal states, which is exact. */
const STATED_WEIGHT = 10;
const SHARE_GAIN = 0.1;

/** The charge of a call on each limited resource, as learnt from readings, refusals and usage. */
export class ChargeModel {
  readonly #tokens = new ChargeFit(["larger", "sum", "input"]);
  readonly #inputTokens = new ChargeFit(["input"]);
  /** The average length of replies as a share of the most that was allowed. */
  #outputShare = 1;
  #inputShare: number | null = null;

  chargeOf(resource: LimitedResource, tokens: CallTokens): number {
    if (resource === "requests") return 1;
    if (resource === "outputTokens") return this.expectedOutput(tokens);
    return this.#fit(resource).chargeOf(tokens);
  }

  /** How many tokens the reply is expected to have. */
  expectedOutput({ maxOutputTokens }: CallTokens): number {
    return this.#outputShare * maxOutputTokens;
  }

  learn(resource: LimitedResource, calls: readonly CallTokens[], charged: number): void {
    if (resource === "tokens" || resource === "inputTokens") this.#fit(resource).learn(calls, charged, 1);
  }

  /** Takes in the charge of a call that a refusal states. */
  learnStated(resource: LimitedResource, tokens: CallTokens, amount: number): void {
    if (!isLargeEnough([tokens])) return;
    if (resource === "tokens" || resource === "inputTokens") this.#fit(resource).learn([tokens], amount, STATED_WEIGHT);
  }

  /** Takes in the usage of a reply, unless the call is too small to be typical. */
  learnUsage(tokens: CallTokens, usage: Usage): void {
    if (!isLargeEnough([tokens])) return;
    if (tokens.maxOutputTokens > 0 && usage.outputTokens > 0)
      this.#outputShare += SHARE_GAIN * (Math.min(1, usage.outputTokens / tokens.maxOutputTokens) - this.#outputShare);
    if (!(tokens.inputTokens > 0) || !(usage.inputTokens > 0)) return;
    const share = usage.inputTokens / tokens.inputTokens;
    this.#inputShare = this.#inputShare === null ? share : this.#inputShare + SHARE_GAIN * (share - this.#inputShare);
    this.#tokens.suggestFactor(this.#inputShare);
    this.#inputTokens.suggestFactor(this.#inputShare);
  }

  /** Sets which formulas for tokens count while no charge is known. */
  assume(prior: Prior): void {
    this.#tokens.assume(prior);
  }

  #fit(resource: "tokens" | "inputTokens"): ChargeFit {
    return resource === "tokens" ? this.#tokens : this.#inputTokens;
  }
}
