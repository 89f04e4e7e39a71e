import { type Alias, compareText, type Withdrawal } from "../../model/index.ts";
import type {
  FileMentions,
  GraphReader,
  LabelBeside,
  QuoteWithSubjects,
  ReadOptions,
  RelationshipInContext,
} from "../../ports/index.ts";
import { type Claim, claimOf, type EntityReference, labelsIn, referenceTo, withoutRows } from "../claim.ts";
import { type ClaimSummary, type Holder, summariseClaims } from "../claims.ts";
import {
  describeSpeech,
  filesIn,
  type Namesake,
  NO_SPEECH,
  type QuoteDetail,
  type StatementDetail,
  type TopicDetail,
} from "../entity-detail.ts";
import { findEntities } from "../find-entities.ts";
import { speakerKey, speakersOfLabels, type SpeakerOf, type SpeakerReference } from "../speakers-of-labels.ts";
import { bestRelationships } from "./best-relationships.ts";
import { byDateAndFile, dateOfPath } from "./date-of-path.ts";
import { withFirstSentences } from "./first-sentences.ts";

/** The most of each list. */
const MOST = { files: 300, filesOfEach: 20, quotes: 50, namesakes: 20, labels: 500, said: 50 } as const;
const EVIDENCE_OF_SPEECH = 3;

/** Mentions of an entity in a transcript. */
export interface MentionsByFile extends FileMentions {
  /** A day, a month or a year as in ISO 8601; null if the path has none. */
  readonly date: string | null;
}

/** Somebody who speaks in so many chunks in which a person speaks. */
export interface CompanionOfPerson extends SpeakerReference {
  readonly chunks: number;
}

/** With at most 20 of its transcripts, and their number. */
export type WithSomeFiles<Of extends { readonly transcripts: readonly string[] }> = Of & {
  readonly transcriptCount: number;
};

/** A claim whose statements a check withdrew, with the reason. */
export interface WithdrawnClaim extends Claim {
  readonly withdrawn: Withdrawal;
}

/**
 * An entity with bounded lists: claims of the relationships with most evidence, each with the best of at most a few pieces.
 * Counts are of all evidence; `speakers` of a claim and `holders` are of the read pieces.
 */
export interface EntityView extends EntityReference, Omit<ClaimSummary, "holders"> {
  readonly aliases: readonly Alias[];
  readonly mentions: number;
  /** The 300 transcripts with most mentions, in the order of date, then file. */
  readonly byFile: readonly MentionsByFile[];
  /** The number of all transcripts that mention it, and with those in which only a name was found afterwards. */
  readonly files: { readonly mentioned: number; readonly all: number };
  readonly holders: readonly WithSomeFiles<Holder>[];
  readonly quotes: readonly QuoteDetail[];
  readonly namesakes: readonly WithSomeFiles<Namesake>[];
  /** For a person: who speaks in the same chunks; the most frequent first. */
  readonly companions: readonly CompanionOfPerson[];
  /** For a person: the topics, the most mentioned first; the first evidence of each is a whole sentence. */
  readonly topics: readonly TopicDetail[];
  /** For a person: the statements, those with most evidence first. */
  readonly statements: readonly StatementDetail[];
  readonly withdrawn: readonly WithdrawnClaim[];
  /** Whether lists are cut. */
  readonly more: { readonly relationships: boolean; readonly quotes: boolean };
}

/**
 * Describes the entity with a name, an alias or an id; null when there is none. It takes at most twelve calls of the store, and
 * one for each of at most ten claims that are stated and negated in much evidence.
 */
export async function viewEntity(
  graph: GraphReader,
  nameOrId: string,
  options: ReadOptions,
): Promise<EntityView | null> {
  const [[entity, ...others] = []] = await findEntities(graph, [nameOrId], options);
  if (entity === undefined) return null;
  const { id, type } = entity;
  const namesakes = others.slice(0, MOST.namesakes);
  const isPerson = type === "Person";
  const [[counts = [], ...counted], { relationships, isCut }, quotes, beside, speech] = await Promise.all([
    graph.mentionCounts(
      [entity, ...namesakes].map((row) => ({ entity: row.id })),
      options,
    ),
    bestRelationships(graph, id, options),
    graph.quotes({ ...options, of: id, limit: MOST.quotes + 1 }),
    isPerson ? graph.labelsBeside(id, { ...options, limit: MOST.labels }) : [],
    isPerson ? graph.speech(id, { ...options, limit: MOST.said, evidence: EVIDENCE_OF_SPEECH }) : NO_SPEECH,
  ]);
  const labels = [...relationships.flatMap(({ evidence }) => labelsIn(evidence)), ...beside];
  const { topics, statements } = describeSpeech(speech);
  const [speakerOf, topicsInSentences] = await Promise.all([
    speakersOfLabels(graph, labels, options),
    withFirstSentences(graph, topics, options),
  ]);
  const kept = relationships.filter(({ relationship }) => relationship.withdrawn === undefined);
  const summary = summariseClaims(id, kept, speakerOf, "relationship");
  return {
    ...referenceTo(entity),
    aliases: entity.aliases,
    mentions: entity.mentions,
    byFile: datedCounts(mostMentions(counts)),
    files: { mentioned: filesIn(counts).length, all: counts.length },
    ...summary,
    holders: summary.holders.map(withSomeFiles),
    quotes: quotes.slice(0, MOST.quotes).map(describeQuote),
    namesakes: namesakes.map((row, index) =>
      withSomeFiles({ ...referenceTo(row), transcripts: filesIn(counted[index] ?? []) }),
    ),
    companions: companionsOf(id, beside, speakerOf),
    topics: topicsInSentences,
    statements,
    withdrawn: withdrawnClaims(relationships, speakerOf),
    more: { relationships: isCut, quotes: quotes.length > MOST.quotes },
  };
}

/** The others who speak in the chunks of a person, the most frequent first. */
function companionsOf(
  person: string,
  beside: readonly LabelBeside[],
  speakerOf: SpeakerOf,
): readonly CompanionOfPerson[] {
  const others = beside
    .map((each) => ({ who: speakerOf(each), chunks: each.chunks }))
    .filter(({ who }) => who.id !== person);
  return [...Map.groupBy(others, ({ who }) => speakerKey(who)).values()]
    .map((of) => ({
      ...(of[0] as (typeof of)[number]).who,
      chunks: of.reduce((sum, { chunks }) => sum + chunks, 0),
    }))
    .sort((one, other) => other.chunks - one.chunks || compareText(one.name, other.name));
}

function withSomeFiles<Of extends { readonly transcripts: readonly string[] }>(of: Of): WithSomeFiles<Of> {
  return { ...of, transcripts: of.transcripts.slice(0, MOST.filesOfEach), transcriptCount: of.transcripts.length };
}

function mostMentions(counts: readonly FileMentions[]): readonly FileMentions[] {
  return counts.toSorted((one, other) => other.mentions - one.mentions || other.found - one.found).slice(0, MOST.files);
}

function datedCounts(counts: readonly FileMentions[]): readonly MentionsByFile[] {
  return counts.map((each) => ({ ...each, date: dateOfPath(each.file) })).toSorted(byDateAndFile);
}

function describeQuote({ quote: { id, text, evidence }, subjects }: QuoteWithSubjects): QuoteDetail {
  return { id, text, about: subjects.map(({ name }) => name), evidence };
}

function withdrawnClaims(
  relationships: readonly RelationshipInContext[],
  speakerOf: SpeakerOf,
): readonly WithdrawnClaim[] {
  return relationships.flatMap((found) => {
    const { withdrawn } = found.relationship;
    const claim = withdrawn === undefined ? null : claimOf(found, speakerOf, "relationship");
    return withdrawn === undefined || claim === null ? [] : [{ ...withoutRows(claim), withdrawn }];
  });
}
