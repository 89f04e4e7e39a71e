/**
 * What a reviewer of a graph judges. `merges`: two names are one entity; `relations`: words say a relation; `mentions`: words
 * mean an entity, by an extraction; `found`: a name means its entity in a chunk whose extraction does not name it.
 */
export const REVIEW_KINDS = ["merges", "relations", "mentions", "found"] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** `skip`: the reviewer cannot tell. */
export const REVIEW_ANSWERS = ["yes", "no", "skip"] as const;
export type ReviewAnswer = (typeof REVIEW_ANSWERS)[number];
