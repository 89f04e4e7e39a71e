import type { LimitedResource } from "../../ports/index.ts";

export type Amounts = Readonly<Record<LimitedResource, number>>;

const MINUTE_MS = 60_000;
export const NOTHING: Amounts = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };

/** Computes the amounts that were admitted in the last minute, from samples of the running total. */
export class RecentAdmissions {
  #samples: { readonly at: number; readonly admitted: Amounts }[] = [];

  /** @param now in milliseconds. */
  sample(admitted: Amounts, now: number): Amounts {
    this.#samples.push({ at: now, admitted });
    while ((this.#samples[1]?.at ?? Infinity) <= now - MINUTE_MS) this.#samples.shift();
    const [first] = this.#samples;
    // The amounts before the first sample were sent shortly before it.
    const before = first === undefined || first.at > now - MINUTE_MS ? NOTHING : first.admitted;
    return difference(admitted, before);
  }
}

/** What was admitted since `before`. */
export function difference(admitted: Amounts, before: Amounts): Amounts {
  const since = (resource: LimitedResource): number => Math.max(0, admitted[resource] - before[resource]);
  return {
    requests: since("requests"),
    tokens: since("tokens"),
    inputTokens: since("inputTokens"),
    outputTokens: since("outputTokens"),
  };
}
