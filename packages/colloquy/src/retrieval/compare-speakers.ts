import { ColloquyError, type EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions, RelationshipInContext, Speech } from "../ports/index.ts";
import { type EntityReference, referenceTo } from "./claim.ts";
import { POSITIONS } from "./claims.ts";
import { type ComparedTopics, compareTopics, type SpokenTopic } from "./compared-topics.ts";
import { type ChosenSpeaker, chooseSpeakers } from "./compared-speakers.ts";
import { relationshipsWithEvidence, restOfEvidence, restOfMentions } from "./whole-evidence.ts";
import { type ComparedViewpoints, compareViewpoints, type SpokenClaim } from "./viewpoints.ts";

/** The most topics and statements of a speaker, and their evidence on the first page. */
const MOST_SAID = { limit: 1_000, evidence: 100 };

export interface CompareSpeakersOptions {
  /** Paths or globs of the files to compare. Default: all files. */
  readonly files?: readonly string[];
  readonly signal?: AbortSignal;
}

/** A compared speaker. */
export interface ComparedSpeaker extends EntityReference {
  /** The files in which the speaker speaks. */
  readonly transcripts: readonly string[];
  /** Other speakers with the requested name, such as the "Speaker 1" of other files. */
  readonly namesakes: readonly (EntityReference & { readonly transcripts: readonly string[] })[];
  /** The number of topics, at most 1,000. */
  readonly topics: number;
  /** The number of relations that the speaker states, denies, asks about or supposes, at most 1,000. */
  readonly statements: number;
}

/** What speakers agree and disagree about, and what each alone speaks about. */
export interface SpeakerComparison extends ComparedTopics {
  readonly speakers: readonly ComparedSpeaker[];
  readonly disagreements: readonly ComparedViewpoints[];
  readonly agreements: readonly ComparedViewpoints[];
}

/**
 * Compares the statements, positions and topics of two or more speakers. It needs at most seven store calls and one for
 * each speaker, except for much evidence.
 * @throws ColloquyError `not-found` for a name without a speaker; `invalid-input` for fewer than two speakers, and for
 *   files that do not exist.
 */
export async function compareSpeakers(
  graph: GraphReader,
  names: readonly string[],
  { files, ...options }: CompareSpeakersOptions,
): Promise<SpeakerComparison> {
  if (names.length < 2)
    throw new ColloquyError("invalid-input", "A comparison takes at least two speakers: give their names.");
  const { speakers, included } = await chooseSpeakers(graph, names, {
    ...options,
    ...(files === undefined ? {} : { files }),
  });
  const [speeches, positions] = await Promise.all([
    Promise.all(speakers.map(({ person }) => speechOf(graph, person.id, included, options))),
    positionsOf(graph, speakers, included, options),
  ]);
  const spoken = speakers.map(({ person }, index) => ({ person, ...(speeches[index] as SpeechIn) }));
  const compared = new Set(speakers.map(({ person }) => person.id));
  const topics = spoken.flatMap(({ person, topics: of }) =>
    of
      .filter(({ entity }) => !compared.has(entity.id))
      .map((topic): SpokenTopic => ({ ...topic, speaker: referenceTo(person) })),
  );
  const claims = spoken.flatMap((each) => claimsOf(each, positions));
  return {
    speakers: spoken.map(({ person, topics: about, statements }, index) => ({
      ...referenceTo(person),
      transcripts: speakers[index]?.transcripts ?? [],
      namesakes: speakers[index]?.namesakes ?? [],
      topics: about.length,
      statements: statements.length,
    })),
    ...compareViewpoints(claims),
    ...(await compareTopics(graph, { topics, claims }, options)),
  };
}

type SpeechIn = Pick<Speech, "statements" | "topics">;
type Included = (file: string) => boolean;

/** The topics and statements of a person in some files, with all evidence there. */
async function speechOf(
  graph: GraphReader,
  person: string,
  included: Included,
  options: ReadOptions,
): Promise<SpeechIn> {
  const { topics, statements } = await graph.speech(person, { ...options, ...MOST_SAID });
  const reading = { ...options, speaker: person, read: MOST_SAID.evidence };
  const [mentions, evidence] = await Promise.all([
    restOfMentions(graph, topics, reading),
    restOfEvidence(graph, statements, { ...reading, isExplicit: true }),
  ]);
  return {
    topics: topics.flatMap((topic) => {
      const rows = (mentions.get(topic.entity.id) ?? topic.evidence).filter((row) => included(row.evidence.file));
      return rows.length === 0 ? [] : [{ ...topic, mentions: rows.length, evidence: rows }];
    }),
    statements: statements.flatMap((statement) => {
      const all = evidence.get(statement.relationship.id) ?? statement.evidence;
      const rows = all.filter((row) => included(row.evidence.file));
      return rows.length === 0 ? [] : [{ ...statement, evidence: rows }];
    }),
  };
}

/** What each of the speakers believes, advocates or opposes, in anybody's words. */
async function positionsOf(
  graph: GraphReader,
  speakers: readonly ChosenSpeaker[],
  included: Included,
  options: ReadOptions,
): Promise<readonly RelationshipInContext[]> {
  const ids = speakers.map(({ person }) => person.id);
  const found = await relationshipsWithEvidence(graph, ids, options);
  return found
    .filter(({ of, relationship: { source, type } }) => of === source && POSITIONS.has(type))
    .map((each) => ({ ...each, evidence: each.evidence.filter((row) => included(row.evidence.file)) }));
}

/** The statements of a speaker, and the speaker's positions that only others state. */
function claimsOf(
  { person, statements }: SpeechIn & { readonly person: EntityRow },
  positions: readonly RelationshipInContext[],
): readonly SpokenClaim[] {
  const own = new Set(statements.map(({ relationship }) => relationship.id));
  const speaker = { id: person.id, name: person.name };
  return [
    ...statements,
    ...positions.filter(({ of, relationship }) => of === person.id && !own.has(relationship.id)),
  ].map((each) => ({ ...each, speaker }));
}
