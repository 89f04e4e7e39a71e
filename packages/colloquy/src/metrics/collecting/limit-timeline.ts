import type { LimitedResource } from "../../ports/index.ts";

/** An amount of each limited resource. */
export type Amounts = Readonly<Partial<Record<LimitedResource, number>>>;

interface Limit {
  readonly knownSince: number;
  readonly perMinute: number;
  readonly since: number;
  /** Amount granted from `knownSince` to `since`. */
  readonly granted: number;
}

const MINUTE_MS = 60_000;

/** The limits of a stage over time. */
export class LimitTimeline {
  readonly #limits = new Map<LimitedResource, Limit>();

  record(resource: LimitedResource, perMinute: number, at: number): void {
    const before = this.#limits.get(resource);
    if (before?.perMinute === perMinute) return;
    const limit = { knownSince: before?.knownSince ?? at, perMinute, since: at };
    this.#limits.set(resource, { ...limit, granted: before === undefined ? 0 : grantedUntil(before, at) });
  }

  has(resource: LimitedResource): boolean {
    return this.#limits.has(resource);
  }

  get perMinute(): Amounts {
    return Object.fromEntries([...this.#limits].map(([resource, { perMinute }]) => [resource, perMinute]));
  }

  /**
   * The used share, from 0 to 1, of the amount that the limits granted between two moments. Granted: the mean rate over
   * the time in which a limit was known, and one full bucket (a minute's amount) at the beginning.
   */
  utilisation(admitted: Amounts, from: number, to: number): Amounts {
    const shares: Partial<Record<LimitedResource, number>> = {};
    for (const [resource, limit] of this.#limits) {
      const until = Math.max(to, limit.since);
      const known = until - limit.knownSince;
      const mean = known > 0 ? (grantedUntil(limit, until) / known) * MINUTE_MS : limit.perMinute;
      const granted = mean * (1 + Math.max(0, to - from) / MINUTE_MS);
      if (granted > 0) shares[resource] = Math.min(1, (admitted[resource] ?? 0) / granted);
    }
    return shares;
  }
}

function grantedUntil({ perMinute, since, granted }: Limit, at: number): number {
  return granted + (perMinute * (at - since)) / MINUTE_MS;
}
