import {
  compareText,
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
import { speakerKey, type SpeakerLabel, type SpeakerOf, type SpeakerReference } from "./speakers-of-labels.ts";

/** A reference to an entity. */
export interface EntityReference {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export function referenceTo({ id, name, type }: EntityRow): EntityReference {
  return { id, name, type };
}

/** A speaker of a claim. */
export interface ClaimSpeaker extends SpeakerReference {
  /** Pieces of evidence. */
  readonly count: number;
  /** The files of the evidence. Present if another speaker of the claim has the same name, such as the "Speaker 1" of two files. */
  readonly transcripts?: readonly string[];
}

/** A relationship of the shown entity, with the best of its evidence. */
export interface Claim {
  readonly source: EntityReference;
  readonly type: string;
  readonly target: EntityReference;
  /** The number of pieces of evidence, and the same by polarity. */
  readonly count: number;
  readonly polarity: PolarityCounts;
  /** The speakers of explicit evidence, with the number of pieces; the most frequent first. */
  readonly speakers: readonly ClaimSpeaker[];
  /** Explicit before implied evidence, words that name both ends before others, and not too long; null if there is none. */
  readonly evidence: Evidence | null;
  /** Present if no words state it, and a judge compared two names. */
  readonly derived?: Derivation;
}

/** A claim with all of its evidence. */
export interface SupportedClaim extends Claim {
  readonly rows: readonly EvidenceRow[];
}

/** `evidence`: of the given evidence, which is all of it; `relationship`: of the relationship, because the evidence is a part. */
export type CountedBy = "evidence" | "relationship";

/** Null if the store does not have both ends. */
export function claimOf(
  { relationship, source, target, evidence: rows }: RelationshipInContext,
  speakerOf: SpeakerOf,
  counted: CountedBy = "evidence",
): SupportedClaim | null {
  if (source === null || target === null) return null;
  const { type, derived } = relationship;
  const counts = counted === "relationship" ? relationship : countsOf(rows);
  return {
    source: referenceTo(source),
    type,
    target: referenceTo(target),
    count: counts.count,
    polarity: counts.polarity,
    speakers: speakersIn(rows, speakerOf),
    evidence: bestOf(rows, [source, target]),
    ...(derived === undefined ? {} : { derived }),
    rows,
  };
}

function countsOf(rows: readonly EvidenceRow[]): Pick<Claim, "count" | "polarity"> {
  const polarity = polarityCounts((each) => rows.filter(({ evidence }) => evidence.polarity === each).length);
  return { count: rows.length, polarity };
}

function speakersIn(rows: readonly EvidenceRow[], speakerOf: SpeakerOf): readonly ClaimSpeaker[] {
  const said = saidIn(rows, speakerOf);
  return said.map(({ speaker, rows: own }) => {
    const isAmbiguous = said.some((other) => other.speaker !== speaker && other.speaker.name === speaker.name);
    const transcripts = [...new Set(own.map(({ evidence }) => evidence.file))].toSorted(compareText);
    return { ...speaker, count: own.length, ...(isAmbiguous ? { transcripts } : {}) };
  });
}

export function withoutRows(claim: SupportedClaim): Claim {
  const { rows: _rows, ...shown } = claim;
  return shown;
}

/** The labels of the speakers of explicit evidence. */
export function labelsIn(rows: readonly EvidenceRow[]): readonly SpeakerLabel[] {
  return rows.flatMap(({ evidence: { speaker: label, file, polarity } }) =>
    label === null || polarity === "implied" ? [] : [{ label, file }],
  );
}

/** Explicit evidence by its speaker, the most frequent first. */
export function saidIn(
  rows: readonly EvidenceRow[],
  speakerOf: SpeakerOf,
): readonly { readonly speaker: SpeakerReference; readonly rows: readonly EvidenceRow[] }[] {
  const said = rows.flatMap((row) => labelsIn([row]).map((spoken) => ({ row, speaker: speakerOf(spoken) })));
  return [...Map.groupBy(said, ({ speaker }) => speakerKey(speaker)).values()]
    .map((of) => ({ speaker: (of[0] as (typeof of)[number]).speaker, rows: of.map(({ row }) => row) }))
    .sort((one, other) => other.rows.length - one.rows.length || compareText(one.speaker.name, other.speaker.name));
}

const LONG = 280;

/** Explicit before implied evidence, words that name both ends before others, and not too long. */
export function bestOf(
  rows: readonly EvidenceRow[],
  ends: readonly Pick<EntityRow, "name" | "aliases">[],
): Evidence | null {
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

function isNamedIn({ name, aliases }: Pick<EntityRow, "name" | "aliases">, text: string): boolean {
  const folded = foldCase(text);
  return [name, ...aliases.map((alias) => alias.name)].some((each) => folded.includes(foldCase(each)));
}

/** In the order of file and offset. */
export function byPlace(one: Evidence, other: Evidence): number {
  return compareText(one.file, other.file) || one.startOffset - other.startOffset || one.endOffset - other.endOffset;
}

function compareNumbers(one: readonly number[], other: readonly number[]): number {
  return one.reduce((order, value, index) => order || value - (other[index] ?? 0), 0);
}
