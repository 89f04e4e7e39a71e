import { isSymmetric, POLARITIES, type Polarity } from "../model/index.ts";
import type { RelationshipInContext } from "../ports/index.ts";
import { byPlace, type Claim, claimOf, compareText, speakersOf, type SupportedClaim, withoutRows } from "./claim.ts";
import { type Contradiction, contradictionsIn, UNDIRECTED } from "./contradictions.ts";

/** The relationships of an entity by what they say about it; in each list those with most explicit evidence first. */
export interface EntityClaims {
  /** Its kinds, and the wholes that it is a part of. */
  readonly is: readonly Claim[];
  /** Its examples, and its parts. */
  readonly includes: readonly Claim[];
  /** What causes, changes, enables or reduces it, and what it requires. */
  readonly causes: readonly Claim[];
  /** What it causes, changes, enables or reduces, and what requires it. */
  readonly effects: readonly Claim[];
  /** What a person or an organisation believes, advocates or opposes. */
  readonly positions: readonly Claim[];
  /** Connections without a direction. */
  readonly related: readonly Claim[];
}

/** What one speaker says about the shown entity. */
export interface Holder {
  /** The label of the speaker. */
  readonly speaker: string;
  /** Each claim and polarity once, the most frequent first. */
  readonly statements: readonly (Pick<Claim, "source" | "type" | "target" | "count"> & {
    readonly polarity: Polarity;
  })[];
}

export interface ClaimSummary {
  readonly claims: EntityClaims;
  readonly contradictions: readonly Contradiction[];
  /** The speakers with most statements first. */
  readonly holders: readonly Holder[];
}

const KIND_OR_PART = new Set(["IS_A", "IS_PART_OF"]);
const POSITIONS = new Set(["BELIEVES", "ADVOCATES", "OPPOSES"]);
/** The target of these types comes first: it makes the source possible. */
const REVERSED = new Set(["REQUIRES"]);

/**
 * Summarises the relationships of an entity with all their evidence. Pure. Types of other ontologies are grouped by their
 * direction alone. Relationships with an end that the store does not have are left out.
 */
export function summariseClaims(entity: string, relationships: readonly RelationshipInContext[]): ClaimSummary {
  const found = relationships.flatMap((each) => claimOf(each) ?? []).toSorted(byExplicitEvidence);
  const groups = Map.groupBy(found, (claim) => groupOf(claim, entity));
  const claims = (group: keyof EntityClaims): readonly Claim[] => (groups.get(group) ?? []).map(withoutRows);
  return {
    claims: {
      is: claims("is"),
      includes: claims("includes"),
      causes: claims("causes"),
      effects: claims("effects"),
      positions: claims("positions"),
      related: claims("related"),
    },
    contradictions: contradictionsIn(found),
    holders: holdersOf(found),
  };
}

function groupOf({ source, type }: Claim, entity: string): keyof EntityClaims {
  const isOut = source.id === entity;
  if (KIND_OR_PART.has(type)) return isOut ? "is" : "includes";
  if (POSITIONS.has(type)) return "positions";
  if (isSymmetric(type) || UNDIRECTED.has(type)) return "related";
  return isOut === REVERSED.has(type) ? "causes" : "effects";
}

function byExplicitEvidence(one: SupportedClaim, other: SupportedClaim): number {
  const explicit = ({ count, polarity }: Claim): number => count - polarity.implied;
  return (
    explicit(other) - explicit(one) ||
    other.count - one.count ||
    (one.evidence !== null && other.evidence !== null ? byPlace(one.evidence, other.evidence) : 0)
  );
}

function holdersOf(claims: readonly SupportedClaim[]): readonly Holder[] {
  const statements = claims.flatMap(({ source, type, target, rows }) =>
    POLARITIES.filter((polarity) => polarity !== "implied").flatMap((polarity) =>
      speakersOf(rows.filter(({ evidence }) => evidence.polarity === polarity)).map(({ speaker, count }) => ({
        speaker,
        statement: { source, type, target, polarity, count },
      })),
    ),
  );
  const total = ({ statements: said }: Holder): number => said.reduce((sum, { count }) => sum + count, 0);
  return [...Map.groupBy(statements, ({ speaker }) => speaker)]
    .map(([speaker, said]) => ({
      speaker,
      statements: said.map(({ statement }) => statement).sort((one, other) => other.count - one.count),
    }))
    .sort((one, other) => total(other) - total(one) || compareText(one.speaker, other.speaker));
}
