import {
  type Derivation,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  foldCase,
  POLARITIES,
  type PolarityCounts,
  polarityCounts,
} from "../model/index.ts";
import type { RelationshipInContext } from "../ports/index.ts";

/** A reference to an entity. */
export interface EntityReference {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export function referenceTo({ id, name, type }: EntityRow): EntityReference {
  return { id, name, type };
}

/** A relationship of the shown entity, with the best of its evidence. */
export interface Claim {
  readonly source: EntityReference;
  readonly type: string;
  readonly target: EntityReference;
  /** The number of pieces of evidence, and the same by polarity. */
  readonly count: number;
  readonly polarity: PolarityCounts;
  /** Labels of the speakers of explicit evidence, with the number of pieces; the most frequent first. */
  readonly speakers: readonly { readonly speaker: string; readonly count: number }[];
  /** Explicit before implied evidence, words that name both ends before others, and not too long; null if there is none. */
  readonly evidence: Evidence | null;
  /** Present if no words state it, and a judge compared two names. */
  readonly derived?: Derivation;
}

/** A claim with all of its evidence. */
export interface SupportedClaim extends Claim {
  readonly rows: readonly EvidenceRow[];
}

/** Null if the store does not have both ends. */
export function claimOf({
  relationship: { type, derived },
  source,
  target,
  evidence: rows,
}: RelationshipInContext): SupportedClaim | null {
  if (source === null || target === null) return null;
  return {
    source: referenceTo(source),
    type,
    target: referenceTo(target),
    count: rows.length,
    polarity: polarityCounts((polarity) => rows.filter(({ evidence }) => evidence.polarity === polarity).length),
    speakers: speakersOf(rows),
    evidence: bestOf(rows, [source, target]),
    ...(derived === undefined ? {} : { derived }),
    rows,
  };
}

export function withoutRows(claim: SupportedClaim): Claim {
  const { rows: _rows, ...shown } = claim;
  return shown;
}

/** Labels of the speakers of explicit evidence. */
export function speakersOf(rows: readonly EvidenceRow[]): Claim["speakers"] {
  const counts = new Map<string, number>();
  for (const { evidence } of rows)
    if (evidence.speaker !== null && evidence.polarity !== "implied")
      counts.set(evidence.speaker, (counts.get(evidence.speaker) ?? 0) + 1);
  return [...counts]
    .map(([speaker, count]) => ({ speaker, count }))
    .sort((one, other) => other.count - one.count || compareText(one.speaker, other.speaker));
}

const LONG = 280;

function bestOf(rows: readonly EvidenceRow[], ends: readonly EntityRow[]): Evidence | null {
  const rank = ({ text, polarity }: Evidence): readonly number[] => [
    POLARITIES.indexOf(polarity),
    ends.filter((end) => !isNamedIn(end, text)).length,
    Number(text.length > LONG),
  ];
  const [best] = rows
    .map(({ evidence }) => ({ evidence, rank: rank(evidence) }))
    .sort((one, other) => compareNumbers(one.rank, other.rank) || byPlace(one.evidence, other.evidence));
  return best?.evidence ?? null;
}

function isNamedIn({ name, aliases }: EntityRow, text: string): boolean {
  const folded = foldCase(text);
  return [name, ...aliases.map((alias) => alias.name)].some((each) => folded.includes(foldCase(each)));
}

/** In the order of file and offset. */
export function byPlace(one: Evidence, other: Evidence): number {
  return compareText(one.file, other.file) || one.startOffset - other.startOffset || one.endOffset - other.endOffset;
}

export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareNumbers(one: readonly number[], other: readonly number[]): number {
  return one.reduce((order, value, index) => order || value - (other[index] ?? 0), 0);
}
