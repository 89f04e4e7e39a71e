import { type Evidence, isSymmetric, type Polarity } from "../model/index.ts";
import { byPlace, type Claim, type SupportedClaim, withoutRows } from "./claim.ts";

/** Evidence for and against one thing, in the order of file and offset. */
export interface Contradiction {
  /** `polarity`: one claim is stated and negated; `types`: two claims of the same ends have opposite types. */
  readonly reason: "polarity" | "types";
  /** One claim for `polarity`, two for `types`. */
  readonly claims: readonly Claim[];
  /** One piece of evidence for each side. */
  readonly evidence: readonly [Evidence, Evidence];
}

/** Types that say that the source brings the target about. */
export const CAUSING: ReadonlySet<string> = new Set(["CAUSES", "LEADS_TO", "ENABLES", "OPTIMIZES"]);
const OPPOSITES: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [
  [CAUSING, new Set(["REDUCES"])],
  [new Set(["ADVOCATES"]), new Set(["OPPOSES"])],
  [new Set(["IS_A"]), new Set(["CONTRASTS_WITH"])],
];

/** Claims that are stated and negated, and pairs of claims with opposite types, in the order of file and offset. */
export function contradictionsIn(claims: readonly SupportedClaim[]): readonly Contradiction[] {
  return [...claims.flatMap(contradictedByPolarity), ...contradictedByTypes(claims)].toSorted((one, other) =>
    byPlace(one.evidence[0], other.evidence[0]),
  );
}

function contradictedByPolarity(claim: SupportedClaim): Contradiction[] {
  const first = (polarity: Polarity): Evidence | undefined =>
    claim.rows
      .map(({ evidence }) => evidence)
      .filter((each) => each.polarity === polarity)
      .toSorted(byPlace)[0];
  const [stated, negated] = [first("stated"), first("negated")];
  if (stated === undefined || negated === undefined) return [];
  return [{ reason: "polarity", claims: [withoutRows(claim)], evidence: inOrder(stated, negated) }];
}

function contradictedByTypes(claims: readonly SupportedClaim[]): readonly Contradiction[] {
  const stated = claims.filter(({ polarity }) => polarity.stated > 0);
  const byEnds = Map.groupBy(stated, ({ source, type, target }) =>
    (isSymmetric(type) || type === "IS_A" ? [source.id, target.id].sort() : [source.id, target.id]).join(" "),
  );
  return [...byEnds.values()].flatMap((ofEnds) =>
    ofEnds.flatMap((one, index) =>
      ofEnds.slice(index + 1).flatMap((other): readonly Contradiction[] => {
        if (!areOppositeTypes(one.type, other.type) || one.evidence === null || other.evidence === null) return [];
        const [first, second] = byPlace(one.evidence, other.evidence) <= 0 ? [one, other] : [other, one];
        const evidence = inOrder(one.evidence, other.evidence);
        return [{ reason: "types", claims: [withoutRows(first), withoutRows(second)], evidence }];
      }),
    ),
  );
}

/** Whether two types say the contrary of each other about the same ends. */
export function areOppositeTypes(one: string, other: string): boolean {
  return OPPOSITES.some(([left, right]) => (left.has(one) && right.has(other)) || (left.has(other) && right.has(one)));
}

function inOrder(one: Evidence, other: Evidence): readonly [Evidence, Evidence] {
  return byPlace(one, other) <= 0 ? [one, other] : [other, one];
}
