import {
  type Alias,
  type Derivation,
  type Evidence,
  isOnlyImplied,
  type PolarityCounts,
  polarityCounts,
  type Withdrawal,
  WITHDRAWALS,
} from "../model/index.ts";
import type {
  EvidencePosition,
  FileMentions,
  RelationshipInContext,
  GraphReader,
  Page,
  ReadOptions,
  Speech,
} from "../ports/index.ts";
import { type EntityReference, labelsIn, referenceTo } from "./claim.ts";
import { type ClaimSummary, summariseClaims } from "./claims.ts";
import { companionsIn, type Companion, labelsAround } from "./companions.ts";
import { findEntities } from "./find-entities.ts";
import { requireSpeaker } from "./find-speakers.ts";
import { farEnd } from "./neighbourhood.ts";
import { quotePosition } from "./positions.ts";
import { readAll } from "./read-all.ts";
import { saidSentences } from "./said-sentences.ts";
import { speakersOfLabels } from "./speakers-of-labels.ts";
import { relationshipsWithEvidence } from "./whole-evidence.ts";

/** The most mentions by a speaker whose chunks are read, for companions and sentences. */
const MENTIONS_READ = 1_000;
/** A frequent speaker speaks about everything, so only the most frequent topics and statements are shown. */
const MOST_SAID = { limit: 100, evidence: 3 };
export interface ShowOptions {
  /** Shows only evidence in the words of this person: a name, an alias or an id. */
  readonly speaker?: string;
  readonly signal?: AbortSignal;
}

export interface RelationshipDetail {
  readonly type: string;
  /** `out`: the shown entity is the source. */
  readonly direction: "out" | "in";
  /** The other entity of the relationship. */
  readonly other: EntityReference;
  readonly confidence: number;
  /** The number of pieces of evidence of each polarity. */
  readonly polarity: PolarityCounts;
  readonly evidence: readonly Evidence[];
  /** Present if no words state it, and a judge compared two names. */
  readonly derived?: Derivation;
}

/** A relationship whose statements a check withdrew, and why. */
export interface WithdrawnDetail extends RelationshipDetail {
  readonly withdrawn: Withdrawal;
}

export interface QuoteDetail {
  readonly id: string;
  readonly text: string;
  /** Names of the subjects of the quote. */
  readonly about: readonly string[];
  readonly evidence: Evidence;
}

/** Another entity with the same name, such as "Speaker 1" in another file. */
export interface Namesake extends EntityReference {
  /** Files in which it is mentioned. */
  readonly transcripts: readonly string[];
}

/** An entity that a person mentions. */
export interface TopicDetail extends EntityReference {
  /** The number of mentions by the person. */
  readonly mentions: number;
  /** The first mentions by the person, at most three. */
  readonly evidence: readonly Evidence[];
}

/** A relation that a person states, denies, asks about or supposes. */
export interface StatementDetail {
  readonly source: EntityReference;
  readonly type: string;
  readonly target: EntityReference;
  readonly confidence: number;
  /** The first three pieces of evidence in the person's words. */
  readonly evidence: readonly Evidence[];
}

/**
 * The details of an entity, as `colloquy show --json` prints them. With a `speaker`, only evidence in that person's
 * words.
 */
export interface EntityDetail extends ClaimSummary {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
  readonly mentions: number;
  /** Files in which it is mentioned. */
  readonly transcripts: readonly string[];
  /** Files with chunks in which a name of it was found although no extraction names it there, with their number. */
  readonly foundIn: readonly { readonly file: string; readonly found: number }[];
  /** Stated relationships before only implied relationships; within these, those with most evidence first. */
  readonly relationships: readonly RelationshipDetail[];
  /** Relationships whose statements a check withdrew, by reason; no other list has them. */
  readonly withdrawn: readonly WithdrawnDetail[];
  /** For a person, those who speak in the same chunks. With a speaker, those who speak where the speaker mentions it. */
  readonly companions: readonly Companion[];
  /** Quotes by the entity, or about it. */
  readonly quotes: readonly QuoteDetail[];
  /** Other entities with the requested name, the most mentioned first. */
  readonly namesakes: readonly Namesake[];
  /** The requested speaker; null without one. */
  readonly speaker: EntityReference | null;
  /** The sentences in which the speaker mentions the entity, of the first 100 mentions. Empty without a speaker. */
  readonly sentences: readonly Evidence[];
  /** The topics of a person, the most mentioned first, at most 100. Empty with a speaker. */
  readonly topics: readonly TopicDetail[];
  /** The statements of a person, those with most evidence first, at most 100. Empty with a speaker. */
  readonly statements: readonly StatementDetail[];
}

/**
 * Describes the entity with a name, an alias or an id; null when there is none. It needs at most eight store calls,
 * except for a relationship with much evidence or a name in another form than in the graph.
 * @throws ColloquyError `not-found` when no speaker has the name `speaker`.
 */
export async function describeEntity(
  graph: GraphReader,
  nameOrId: string,
  { speaker: speakerName, ...options }: ShowOptions,
): Promise<EntityDetail | null> {
  const names = speakerName === undefined ? [nameOrId] : [nameOrId, speakerName];
  const [[entity, ...namesakes] = [], speakerCandidates = []] = await findEntities(graph, names, options);
  if (entity === undefined) return null;
  const speaker =
    speakerName === undefined ? null : await requireSpeaker(graph, speakerName, speakerCandidates, options);
  const saidBy = speaker === null ? {} : { speaker: speaker.id };
  const { id, name, type, aliases } = entity;
  const spokenBy = speaker?.id ?? (type === "Person" ? id : null);
  const [[counts = [], ...counted], relationships, quotes, mentioned, speech] = await Promise.all([
    graph.mentionCounts([{ entity: id, ...saidBy }, ...namesakes.map((row) => ({ entity: row.id }))], options),
    relationshipsWithEvidence(graph, [id], { ...options, ...saidBy, withdrawn: true }),
    describeQuotes(graph, id, { ...options, ...saidBy }),
    spokenBy === null ? [] : graph.mentionsInContext(id, { ...options, speaker: spokenBy, limit: MENTIONS_READ }),
    speaker === null ? graph.speech(id, { ...options, ...MOST_SAID }) : NO_SPEECH,
  ]);
  const supported = speaker === null ? relationships : relationships.filter(({ evidence }) => evidence.length > 0);
  const shown = supported.filter(({ relationship }) => relationship.withdrawn === undefined);
  const labels = [...shown.flatMap(({ evidence }) => labelsIn(evidence)), ...labelsAround(mentioned)];
  const speakerOf = await speakersOfLabels(graph, labels, options);
  return {
    id,
    name,
    type,
    aliases,
    mentions: speaker === null ? entity.mentions : counts.reduce((sum, { mentions }) => sum + mentions, 0),
    transcripts: filesIn(counts),
    foundIn: counts.flatMap(({ file, found }) => (found > 0 ? [{ file, found }] : [])),
    relationships: describeRelationships(shown),
    withdrawn: WITHDRAWALS.flatMap((withdrawn) =>
      describeRelationships(supported.filter(({ relationship }) => relationship.withdrawn === withdrawn)).map(
        (detail) => ({ ...detail, withdrawn }),
      ),
    ),
    ...summariseClaims(id, shown, speakerOf),
    companions: spokenBy === null ? [] : companionsIn(mentioned, { speaker: spokenBy, speakerOf }),
    quotes,
    namesakes: namesakes.map((row, index) => ({ ...referenceTo(row), transcripts: filesIn(counted[index] ?? []) })),
    speaker: speaker === null ? null : referenceTo(speaker),
    sentences: speaker === null ? [] : saidSentences(mentioned),
    ...describeSpeech(speech),
  };
}

export const NO_SPEECH: Speech = { topics: [], statements: [] };

export function filesIn(counts: readonly FileMentions[]): readonly string[] {
  return counts.flatMap(({ file, mentions }) => (mentions > 0 ? [file] : []));
}

function evidenceIn(rows: readonly { readonly evidence: Evidence }[]): readonly Evidence[] {
  return rows.map(({ evidence }) => evidence);
}

function describeRelationships(relationships: readonly RelationshipInContext[]): readonly RelationshipDetail[] {
  const details = relationships.flatMap((found): readonly RelationshipDetail[] => {
    const { of, relationship, evidence } = found;
    const other = farEnd(found).entity;
    if (other === null) return [];
    return [
      {
        type: relationship.type,
        direction: relationship.source === of ? "out" : "in",
        other: referenceTo(other),
        confidence: relationship.confidence,
        polarity: polarityCounts((polarity) => evidence.filter((each) => each.evidence.polarity === polarity).length),
        evidence: evidenceIn(evidence),
        ...(relationship.derived === undefined ? {} : { derived: relationship.derived }),
      },
    ];
  });
  return details.toSorted(
    ({ polarity: one }, { polarity: other }) => Number(isOnlyImplied(one)) - Number(isOnlyImplied(other)),
  );
}

/**
 * Quotes by the entity or about it. With a speaker: the entity's own quotes if it is the speaker, else the speaker's
 * quotes about the entity.
 */
async function describeQuotes(
  graph: GraphReader,
  entity: string,
  { speaker, ...options }: ReadOptions & { readonly speaker?: string },
): Promise<readonly QuoteDetail[]> {
  const filter = speaker === undefined ? { of: entity } : speaker === entity ? { speaker } : { speaker, about: entity };
  const read = (page: Page<EvidencePosition>) => graph.quotes({ ...page, ...filter });
  const found = await readAll({ read, positionOf: quotePosition }, options);
  return found.map(({ quote: { id, text, evidence }, subjects }) => ({
    id,
    text,
    about: subjects.map(({ name }) => name),
    evidence,
  }));
}

export function describeSpeech({ topics, statements }: Speech): Pick<EntityDetail, "topics" | "statements"> {
  return {
    topics: topics.map(({ entity, mentions, evidence }) => ({
      ...referenceTo(entity),
      mentions,
      evidence: evidenceIn(evidence),
    })),
    statements: statements.flatMap(({ relationship: { type, confidence }, source, target, evidence }) =>
      source === null || target === null
        ? []
        : [
            {
              source: referenceTo(source),
              type,
              target: referenceTo(target),
              confidence,
              evidence: evidenceIn(evidence),
            },
          ],
    ),
  };
}
