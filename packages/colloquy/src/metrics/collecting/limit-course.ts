import type { LimitedResource } from "../../ports/index.ts";

/** What each resource has a number of. */
export type Amounts = Readonly<Partial<Record<LimitedResource, number>>>;

interface Course {
  readonly knownSince: number;
  readonly perMinute: number;
  readonly since: number;
  /** Of what was granted from `knownSince` to `since`. */
  readonly granted: number;
}

const MINUTE_MS = 60_000;

/** What the limits of a stage were over time. */
export class LimitCourse {
  readonly #courses = new Map<LimitedResource, Course>();

  tell(resource: LimitedResource, perMinute: number, at: number): void {
    const before = this.#courses.get(resource);
    if (before?.perMinute === perMinute) return;
    const course = { knownSince: before?.knownSince ?? at, perMinute, since: at };
    this.#courses.set(resource, { ...course, granted: before === undefined ? 0 : grantedUntil(before, at) });
  }

  has(resource: LimitedResource): boolean {
    return this.#courses.has(resource);
  }

  get perMinute(): Amounts {
    return Object.fromEntries([...this.#courses].map(([resource, { perMinute }]) => [resource, perMinute]));
  }

  /**
   * Of what the limits let through between two moments, at their mean over the time in which they were known, and of a full bucket
   * (a minute's worth) at the beginning; from 0 to 1.
   */
  utilisation(admitted: Amounts, from: number, to: number): Amounts {
    const shares: Partial<Record<LimitedResource, number>> = {};
    for (const [resource, course] of this.#courses) {
      const until = Math.max(to, course.since);
      const known = until - course.knownSince;
      const mean = known > 0 ? (grantedUntil(course, until) / known) * MINUTE_MS : course.perMinute;
      const granted = mean * (1 + Math.max(0, to - from) / MINUTE_MS);
      if (granted > 0) shares[resource] = Math.min(1, (admitted[resource] ?? 0) / granted);
    }
    return shares;
  }
}

function grantedUntil({ perMinute, since, granted }: Course, at: number): number {
  return granted + (perMinute * (at - since)) / MINUTE_MS;
}
