import type { CallsProgress, RunEvent } from "../../pipeline/index.ts";
import type { LimitedResource } from "../../ports/index.ts";

/** A limit is approached when more than this share of it was used in a minute, ... */
const APPROACHED = 0.9;
/** ... until the share is below this one. */
const LEFT_ALONE = 0.7;

/** Reports once that a limit is approached, and again only after its use was low. */
export class ApproachedLimits {
  readonly #approached = new Set<LimitedResource>();

  compare({ stage, admittedPerMinute, perMinute }: CallsProgress): readonly RunEvent[] {
    return (Object.entries(perMinute) as [LimitedResource, number][]).flatMap(([resource, limit]) => {
      const share = admittedPerMinute[resource] / limit;
      if (share < LEFT_ALONE) this.#approached.delete(resource);
      if (share < APPROACHED || this.#approached.has(resource)) return [];
      this.#approached.add(resource);
      const admitted = Math.round(admittedPerMinute[resource]);
      return [{ event: "limit.approached", stage, resource, admittedPerMinute: admitted, perMinute: limit }];
    });
  }
}
