import type { CallsProgress, RunEvent } from "../../pipeline/index.ts";
import type { LimitedResource } from "../../ports/index.ts";

/** A limit is approached when its use in one minute exceeds this share. */
const APPROACHED = 0.9;
/** The limit is no longer approached when its use is below this share. */
const RELEASED = 0.7;

/** Reports an approached limit once, and again only after its use was low. */
export class ApproachedLimits {
  readonly #approached = new Set<LimitedResource>();

  compare({ stage, admittedPerMinute, perMinute }: CallsProgress): readonly RunEvent[] {
    return (Object.entries(perMinute) as [LimitedResource, number][]).flatMap(([resource, limit]) => {
      const share = admittedPerMinute[resource] / limit;
      if (share < RELEASED) this.#approached.delete(resource);
      if (share < APPROACHED || this.#approached.has(resource)) return [];
      this.#approached.add(resource);
      const admitted = Math.round(admittedPerMinute[resource]);
      return [{ event: "limit.approached", stage, resource, admittedPerMinute: admitted, perMinute: limit }];
    });
  }
}
