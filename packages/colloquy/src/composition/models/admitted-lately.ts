import type { LimitedResource } from "../../ports/index.ts";

type Amounts = Readonly<Record<LimitedResource, number>>;

const MINUTE_MS = 60_000;
const NOTHING: Amounts = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };

/** What was admitted in the last minute, from samples of the running total. */
export class AdmittedLately {
  #looks: { readonly at: number; readonly admitted: Amounts }[] = [];

  /** @param now milliseconds. */
  look(admitted: Amounts, now: number): Amounts {
    this.#looks.push({ at: now, admitted });
    while ((this.#looks[1]?.at ?? Infinity) <= now - MINUTE_MS) this.#looks.shift();
    const [first] = this.#looks;
    // What precedes the first sample was sent shortly before it.
    const before = first === undefined || first.at > now - MINUTE_MS ? NOTHING : first.admitted;
    const since = (resource: LimitedResource): number => Math.max(0, admitted[resource] - before[resource]);
    return {
      requests: since("requests"),
      tokens: since("tokens"),
      inputTokens: since("inputTokens"),
      outputTokens: since("outputTokens"),
    };
  }
}
