import type { Claim, Contradiction, Entity, Evidence } from "colloquy/api";

type Holder = Entity["holders"][number];
type Statement = Pick<Claim, "source" | "type" | "target">;

/** The groups of claims in the order of the page. */
export const GROUPS = [
  "is",
  "positions",
  "causes",
  "effects",
  "requires",
  "requiredBy",
  "includes",
  "related",
  "other",
  "derived",
] as const satisfies readonly (keyof Entity["claims"])[];
export type GroupName = (typeof GROUPS)[number];

export interface ArrangedClaims {
  /** What the entity itself believes, advocates or opposes: a person, or an organisation. */
  readonly positions: readonly Claim[];
  /** The other claims, by what they say; no group is empty. */
  readonly groups: readonly { readonly name: GroupName; readonly claims: readonly Claim[] }[];
}

export function isPerson({ type }: Pick<Entity, "type">): boolean {
  return type === "Person";
}

/** Parts the claims into the positions of the entity and what is said about it. */
export function arrangeClaims(entity: Pick<Entity, "id" | "claims">): ArrangedClaims {
  const isOwn = ({ source }: Claim): boolean => source.id === entity.id;
  return {
    positions: entity.claims.positions.filter(isOwn),
    groups: GROUPS.map((name) => ({
      name,
      claims: entity.claims[name].filter((each) => name !== "positions" || !isOwn(each)),
    })).filter(({ claims }) => claims.length > 0),
  };
}

/** The statements of a person that are no positions: the page shows these apart. */
export function otherStatements(
  statements: Entity["statements"],
  positions: readonly Claim[],
): readonly Entity["statements"][number][] {
  return statements.filter((each) => !positions.some((position) => isSameStatement(position, each)));
}

export function isSameStatement(one: Statement, other: Statement): boolean {
  return one.source.id === other.source.id && one.type === other.type && one.target.id === other.target.id;
}

/** A claim of an entity in an address: its type, the direction, and the other entity. */
export function claimKey(claim: Statement, entity: string): string {
  const isOut = claim.source.id === entity;
  return [claim.type, isOut ? "to" : "from", isOut ? claim.target.id : claim.source.id].join(".");
}

/** One side of a contradiction. */
export interface Side {
  readonly claim: Claim;
  readonly evidence: Evidence;
  /** Who says it so, the speaker of the words first. */
  readonly speakers: readonly { readonly id: string | null; readonly name: string }[];
}

/** Both sides of a contradiction with everybody who says it so. */
export function sidesOf(
  { reason, claims: [first, second], evidence }: Contradiction,
  holders: readonly Holder[],
): readonly Side[] {
  return evidence.flatMap((words, index): readonly Side[] => {
    const claim = reason === "types" && index === 1 ? second : first;
    return claim === undefined ? [] : [{ claim, evidence: words, speakers: speakersOf(claim, words, holders) }];
  });
}

function speakersOf(claim: Claim, words: Evidence, holders: readonly Holder[]): Side["speakers"] {
  const isSpeaker = ({ labels, transcripts }: Holder): boolean =>
    words.speaker !== null && labels.includes(words.speaker) && transcripts.includes(words.file);
  const saying = holders
    .filter(({ statements }) =>
      statements.some((each) => isSameStatement(each, claim) && each.polarity === words.polarity),
    )
    .toSorted((one, other) => Number(isSpeaker(other)) - Number(isSpeaker(one)))
    .map(({ id, name }) => ({ id, name }));
  if (saying.length > 0 || words.speaker === null) return saying;
  return [{ id: null, name: words.speaker }];
}
