import { CHARACTERS_PER_TOKEN, contentId, type Evidence, inLine } from "../model/index.ts";
import type { ShownEvidence, SummaryRequest } from "../ports/index.ts";

/** A piece of evidence with what extractions conclude from it. */
export interface CitedEvidence {
  readonly evidence: Evidence;
  /** Such as `remote work REDUCES isolation (negated)`; empty for plain words. */
  readonly statements: readonly string[];
}

/** An entity or a transcript with the evidence for its summary. */
export interface SummarySubject {
  readonly kind: SummaryRequest["kind"];
  /** Id of the entity or the transcript. */
  readonly id: string;
  /** Null for a transcript. */
  readonly entity: { readonly name: string; readonly type: string; readonly aliases: readonly string[] } | null;
  /** In the order of places; numbered from 1. */
  readonly evidence: readonly CitedEvidence[];
  /** Hash of everything that a prompt shows: another evidence needs another summary. */
  readonly contentKey: string;
  /** Estimated tokens of the evidence in a prompt. */
  readonly tokens: number;
}

/** The most characters of a piece of evidence in a prompt. */
export const SHOWN_CHARACTERS = 300;

/** @param evidence in any order; statements about the same words are joined. */
export function summarySubject(
  { kind, id, entity }: Pick<SummarySubject, "kind" | "id" | "entity">,
  evidence: readonly CitedEvidence[],
): SummarySubject {
  const joined = joinStatements(evidence).toSorted((one, other) => comparePlaces(one.evidence, other.evidence));
  const shown = joined.map(shownEvidence);
  const parts = shown.map(({ speaker, text, statements }) => [speaker, text, ...statements]);
  const contentKey = contentId("summary", kind, entity?.name ?? null, entity?.type ?? null, JSON.stringify(parts));
  const characters = shown.reduce((sum, { text, statements }) => sum + text.length + statements.join().length + 20, 0);
  return { kind, id, entity, evidence: joined, contentKey, tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN) };
}

/** The subject as a model is shown it. */
export function requestFor({ kind, entity, evidence }: SummarySubject, label: string): SummaryRequest {
  const named = entity === null ? null : { name: entity.name, type: entity.type };
  return { label, kind, entity: named, evidence: evidence.map(shownEvidence) };
}

function shownEvidence({ evidence: { speaker, text }, statements }: CitedEvidence): ShownEvidence {
  const line = inLine(text);
  const words =
    line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS).replace(/\s+\S*$/, "")} ...`;
  return { speaker, text: words, statements };
}

function joinStatements(evidence: readonly CitedEvidence[]): readonly CitedEvidence[] {
  const byPlace = Map.groupBy(evidence, ({ evidence: { chunk, startOffset, endOffset } }) =>
    [chunk, startOffset, endOffset].join(" "),
  );
  return [...byPlace.values()].map((same) => ({
    evidence: (same[0] as CitedEvidence).evidence,
    statements: [...new Set(same.flatMap(({ statements }) => statements))].toSorted(),
  }));
}

function comparePlaces(one: Evidence, other: Evidence): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  if (one.chunk !== other.chunk && one.startOffset === other.startOffset) return one.chunk < other.chunk ? -1 : 1;
  return one.startOffset - other.startOffset || one.endOffset - other.endOffset;
}

/** `remote work REDUCES isolation`, with the polarity unless it is stated. */
export function statementText(
  source: string,
  type: string,
  target: string,
  { polarity }: Pick<Evidence, "polarity">,
): string {
  const statement = `${source} ${type} ${target}`;
  return inLine(polarity === "stated" ? statement : `${statement} (${polarity})`);
}
