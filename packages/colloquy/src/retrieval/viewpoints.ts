import { type Evidence, isSymmetric } from "../model/index.ts";
import type { RelationshipInContext } from "../ports/index.ts";
import { bestOf, byPlace, type Claim, type EntityReference, referenceTo } from "./claim.ts";
import { POSITIONS } from "./claims.ts";
import { areOppositeTypes, CAUSING } from "./contradictions.ts";

/** A relation in the words of a speaker. */
export interface Saying extends Pick<Claim, "source" | "type" | "target" | "count"> {
  /** The best of the words; its polarity tells how the speaker says it. */
  readonly evidence: Evidence;
}

/** What one of the compared speakers states or denies. */
export interface Viewpoint extends Saying {
  /** The id and the name of the speaker. */
  readonly speaker: Pick<EntityReference, "id" | "name">;
  readonly polarity: "stated" | "negated";
}

/** Viewpoints of several speakers about the same ends, in the order of the speakers, then of file and offset. */
export interface ComparedViewpoints {
  readonly viewpoints: readonly Viewpoint[];
}

/** A relationship with its evidence in the words of a speaker, or a position of the speaker in anybody's words. */
export interface SpokenClaim extends Pick<RelationshipInContext, "relationship" | "source" | "target" | "evidence"> {
  readonly speaker: Viewpoint["speaker"];
}

/**
 * Finds what speakers agree and disagree about. Pure. Two speakers agree if both state, or both deny, one relation of the
 * same ends, or state relations of one sense (CAUSES, ENABLES). They disagree if one states what the other denies, or if
 * they state opposite relations (CAUSES, REDUCES). A person's own positions (ADVOCATES, OPPOSES) are compared by what they are
 * about. Questions and suppositions are no viewpoints. Subjects with most evidence come first.
 */
export function compareViewpoints(claims: readonly SpokenClaim[]): {
  readonly agreements: readonly ComparedViewpoints[];
  readonly disagreements: readonly ComparedViewpoints[];
} {
  const compared = [...Map.groupBy(claims.flatMap(viewpointsIn), subjectOf).values()].flatMap((viewpoints) => {
    const pairs = viewpoints.flatMap((one, index) =>
      viewpoints.slice(index + 1).flatMap((other) => {
        const verdict = one.speaker.id === other.speaker.id ? null : compare(one, other);
        return verdict === null ? [] : [{ verdict, pair: [one, other] }];
      }),
    );
    if (pairs.length === 0) return [];
    const involved = new Set(pairs.flatMap(({ pair }) => pair));
    return [
      {
        viewpoints: viewpoints.filter((each) => involved.has(each)),
        disagree: pairs.some(({ verdict }) => verdict === "disagree"),
      },
    ];
  });
  const sorted = compared.toSorted(
    (one, other) =>
      countOf(other) - countOf(one) ||
      byPlace((one.viewpoints[0] as Viewpoint).evidence, (other.viewpoints[0] as Viewpoint).evidence),
  );
  const those = (disagree: boolean): readonly ComparedViewpoints[] =>
    sorted.filter((each) => each.disagree === disagree).map(({ viewpoints }) => ({ viewpoints }));
  return { agreements: those(false), disagreements: those(true) };
}

/** Null if nobody says it explicitly, or if the store does not have both ends. */
export function sayingOf({ relationship: { type }, source, target, evidence }: SpokenClaim): Saying | null {
  if (source === null || target === null) return null;
  const rows = evidence.filter((row) => row.evidence.polarity !== "implied");
  const best = bestOf(rows, [source, target]);
  if (best === null) return null;
  return { source: referenceTo(source), type, target: referenceTo(target), count: rows.length, evidence: best };
}

function viewpointsIn({ relationship: { type }, source, target, evidence, speaker }: SpokenClaim): Viewpoint[] {
  if (source === null || target === null) return [];
  return (["stated", "negated"] as const).flatMap((polarity) => {
    const rows = evidence.filter((row) => row.evidence.polarity === polarity);
    const best = bestOf(rows, [source, target]);
    if (best === null) return [];
    const ends = { source: referenceTo(source), type, target: referenceTo(target) };
    return [{ speaker, ...ends, polarity, count: rows.length, evidence: best }];
  });
}

function subjectOf(viewpoint: Viewpoint): string {
  const { source, type, target } = viewpoint;
  if (isOwnPosition(viewpoint)) return `position ${target.id}`;
  if (isSymmetric(type) || type === "IS_A") return `pair ${[source.id, target.id].sort().join(" ")}`;
  return `${source.id} ${target.id}`;
}

function isOwnPosition({ speaker, source, type }: Viewpoint): boolean {
  return source.id === speaker.id && POSITIONS.has(type);
}

function compare(one: Viewpoint, other: Viewpoint): "agree" | "disagree" | null {
  const sameSide = one.polarity === other.polarity;
  const bothStated = sameSide && one.polarity === "stated";
  if (one.type === other.type) {
    const sameEnds = isSymmetric(one.type) || isOwnPosition(one) || one.source.id === other.source.id;
    return sameEnds ? (sameSide ? "agree" : "disagree") : null;
  }
  if (!bothStated) return null;
  if (areOppositeTypes(one.type, other.type)) return "disagree";
  return CAUSING.has(one.type) && CAUSING.has(other.type) ? "agree" : null;
}

function countOf({ viewpoints }: ComparedViewpoints): number {
  return viewpoints.reduce((sum, { count }) => sum + count, 0);
}
