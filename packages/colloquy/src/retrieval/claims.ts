import {
  compareText,
  type Evidence,
  type EvidenceRow,
  isSymmetric,
  POLARITIES,
  type Polarity,
} from "../model/index.ts";
import type { RelationshipInContext } from "../ports/index.ts";
import {
  bestOf,
  byPlace,
  type Claim,
  type CountedBy,
  claimOf,
  referenceTo,
  saidIn,
  type SupportedClaim,
  withoutRows,
} from "./claim.ts";
import { CAUSING, type Contradiction, contradictionsIn } from "./contradictions.ts";
import { speakerKey, type SpeakerOf, type SpeakerReference } from "./speakers-of-labels.ts";

/** The relationships of an entity by what they say about it; in each list those with most explicit evidence first. */
export interface EntityClaims {
  /** Its kinds, and the wholes that it is a part of. */
  readonly is: readonly Claim[];
  /** Its examples, and its parts. */
  readonly includes: readonly Claim[];
  /** What causes, changes, enables or reduces it. */
  readonly causes: readonly Claim[];
  /** What it causes, changes, enables or reduces. */
  readonly effects: readonly Claim[];
  readonly requires: readonly Claim[];
  readonly requiredBy: readonly Claim[];
  /** What a person or an organisation believes, advocates or opposes. */
  readonly positions: readonly Claim[];
  /** Connections without a direction. */
  readonly related: readonly Claim[];
  /** Types of other ontologies, in both directions. */
  readonly other: readonly Claim[];
  /** Kinds and parts that no words state, but a judge found by comparing names. */
  readonly derived: readonly Claim[];
}

/** A claim of one polarity in the words of one speaker. */
export interface HeldStatement extends Pick<Claim, "source" | "type" | "target" | "count"> {
  readonly polarity: Polarity;
  /** The best of the words. */
  readonly evidence: Evidence | null;
}

/** What one speaker says about the shown entity. */
export interface Holder extends SpeakerReference {
  /** The labels of the speaker in the evidence. */
  readonly labels: readonly string[];
  /** The files of the evidence. */
  readonly transcripts: readonly string[];
  /** Each claim and polarity once, in the order in which they are first said, by file and offset. */
  readonly statements: readonly HeldStatement[];
}

export interface ClaimSummary {
  readonly claims: EntityClaims;
  readonly contradictions: readonly Contradiction[];
  /** The speakers with most statements first. */
  readonly holders: readonly Holder[];
}

const KIND_OR_PART = new Set(["IS_A", "IS_PART_OF"]);
/** Types that say that the source changes the target. */
const CAUSAL: ReadonlySet<string> = new Set([...CAUSING, "INFLUENCES", "REDUCES"]);
export const POSITIONS: ReadonlySet<string> = new Set(["BELIEVES", "ADVOCATES", "OPPOSES"]);

/**
 * Summarises the relationships of an entity with all their evidence, or with a part of it (`counted`: "relationship"). Pure.
 * Relationships with an end that the store does not have are left out.
 */
export function summariseClaims(
  entity: string,
  relationships: readonly RelationshipInContext[],
  speakerOf: SpeakerOf,
  counted: CountedBy = "evidence",
): ClaimSummary {
  const found = relationships.flatMap((each) => claimOf(each, speakerOf, counted) ?? []).toSorted(byExplicitEvidence);
  const groups = Map.groupBy(found, (claim) => groupOf(claim, entity));
  const claims = (group: keyof EntityClaims): readonly Claim[] => (groups.get(group) ?? []).map(withoutRows);
  return {
    claims: {
      is: claims("is"),
      includes: claims("includes"),
      causes: claims("causes"),
      effects: claims("effects"),
      requires: claims("requires"),
      requiredBy: claims("requiredBy"),
      positions: claims("positions"),
      related: claims("related"),
      other: claims("other"),
      derived: claims("derived"),
    },
    contradictions: contradictionsIn(found),
    holders: holdersOf(relationships, speakerOf),
  };
}

function groupOf({ source, type, derived }: Claim, entity: string): keyof EntityClaims {
  if (derived !== undefined) return "derived";
  const isOut = source.id === entity;
  if (KIND_OR_PART.has(type)) return isOut ? "is" : "includes";
  if (POSITIONS.has(type)) return "positions";
  if (isSymmetric(type)) return "related";
  if (type === "REQUIRES") return isOut ? "requires" : "requiredBy";
  if (!CAUSAL.has(type)) return "other";
  return isOut ? "effects" : "causes";
}

function byExplicitEvidence(one: SupportedClaim, other: SupportedClaim): number {
  const explicit = ({ count, polarity }: Claim): number => count - polarity.implied;
  return (
    explicit(other) - explicit(one) ||
    other.count - one.count ||
    (one.evidence !== null && other.evidence !== null ? byPlace(one.evidence, other.evidence) : 0)
  );
}

function holdersOf(relationships: readonly RelationshipInContext[], speakerOf: SpeakerOf): readonly Holder[] {
  const held = relationships.flatMap((each) =>
    POLARITIES.flatMap((polarity) =>
      saidIn(
        each.evidence.filter(({ evidence }) => evidence.polarity === polarity),
        speakerOf,
      ).map(({ speaker, rows }) => ({ ...each, speaker, polarity, rows: rows.toSorted(inOrder) })),
    ),
  );
  return [...Map.groupBy(held, ({ speaker }) => speakerKey(speaker)).values()]
    .map((of) => {
      const all = of.flatMap(({ rows }) => rows).map(({ evidence }) => evidence);
      const holder = {
        ...(of[0] as (typeof of)[number]).speaker,
        labels: [...new Set(all.flatMap(({ speaker }) => speaker ?? []))].sort(),
        transcripts: [...new Set(all.map(({ file }) => file))].sort(),
        statements: of
          .toSorted((one, other) => inOrder(one.rows[0] as EvidenceRow, other.rows[0] as EvidenceRow))
          .flatMap(statementIn),
      };
      return { holder, count: all.length };
    })
    .sort((one, other) => other.count - one.count || compareText(one.holder.name, other.holder.name))
    .map(({ holder }) => holder);
}

function statementIn({
  relationship: { type },
  source,
  target,
  polarity,
  rows,
}: RelationshipInContext & { readonly polarity: Polarity; readonly rows: readonly EvidenceRow[] }): HeldStatement[] {
  if (source === null || target === null) return [];
  const evidence = bestOf(rows, [source, target]);
  return [{ source: referenceTo(source), type, target: referenceTo(target), polarity, count: rows.length, evidence }];
}

function inOrder(one: EvidenceRow, other: EvidenceRow): number {
  return byPlace(one.evidence, other.evidence);
}
