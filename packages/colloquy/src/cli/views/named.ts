import type { Claim } from "../library.ts";

/** A relation in the shape of the JSON contract: each end as a name and an id. */
export function named<Relation extends Pick<Claim, "source" | "type" | "target">>({
  source,
  type,
  target,
  ...relation
}: Relation) {
  return {
    source: source.name,
    sourceId: source.id,
    type,
    target: target.name,
    targetId: target.id,
    ...relation,
  };
}
