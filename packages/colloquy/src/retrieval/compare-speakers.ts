import { ColloquyError, type EntityRow, type Evidence } from "../model/index.ts";
import type { GraphReader, ReadOptions, RelationshipInContext, Speech, Topic } from "../ports/index.ts";
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
  /** The most topics in each list: of several speakers, and of each alone. Default: 100. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_LIMIT = 100;

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
 * Compares the statements, positions and topics of two or more speakers. It needs at most eight store calls and one for
 * each speaker, except for much evidence.
 * @throws ColloquyError `not-found` for a name without a speaker; `invalid-input` for fewer than two speakers, for files that
 *   do not exist, and for a limit that is not a whole number above 0.
 */
export async function compareSpeakers(
  graph: GraphReader,
  names: readonly string[],
  { files, limit = DEFAULT_LIMIT, ...options }: CompareSpeakersOptions,
): Promise<SpeakerComparison> {
  if (names.length < 2)
    throw new ColloquyError("invalid-input", "A comparison takes at least two speakers: give their names.");
  if (!Number.isInteger(limit) || limit < 1)
    throw new ColloquyError(
      "invalid-input",
      `Expected the limit of a comparison to be a whole number above 0, got ${limit}.`,
    );
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
    ...(await compareTopics(graph, { topics, claims, limit }, options)),
  };
}

type SpeechIn = Pick<Speech, "statements" | "topics">;
/** The files of a comparison; null: all files. */
type Included = ReadonlySet<string> | null;

/** The topics and statements of a person in some files: the statements with all evidence there, the topics only if it is counted. */
async function speechOf(
  graph: GraphReader,
  person: string,
  included: Included,
  options: ReadOptions,
): Promise<SpeechIn> {
  const mentions = included === null ? 0 : MOST_SAID.evidence;
  const { topics, statements } = await graph.speech(person, { ...options, ...MOST_SAID, mentions });
  const reading = { ...options, speaker: person, read: MOST_SAID.evidence };
  const [topicsIn, evidence] = await Promise.all([
    included === null ? topics : topicsInFiles(graph, topics, included, reading),
    restOfEvidence(graph, statements, { ...reading, isExplicit: true }),
  ]);
  return {
    topics: topicsIn,
    statements: statements.flatMap((statement) => {
      const rows = rowsIn(included, evidence.get(statement.relationship.id) ?? statement.evidence);
      return rows.length === 0 ? [] : [{ ...statement, evidence: rows }];
    }),
  };
}

/** Topics with their mentions in some files. The number of mentions is counted, so all of them are read. */
async function topicsInFiles(
  graph: GraphReader,
  topics: readonly Topic[],
  included: ReadonlySet<string>,
  reading: ReadOptions & { readonly speaker: string; readonly read: number },
): Promise<readonly Topic[]> {
  const mentions = await restOfMentions(graph, topics, reading);
  return topics.flatMap((topic) => {
    const rows = rowsIn(included, mentions.get(topic.entity.id) ?? topic.evidence);
    return rows.length === 0 ? [] : [{ ...topic, mentions: rows.length, evidence: rows }];
  });
}

function rowsIn<Row extends { readonly evidence: Evidence }>(included: Included, rows: readonly Row[]): readonly Row[] {
  return included === null ? rows : rows.filter(({ evidence }) => included.has(evidence.file));
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
    .map((each) => ({ ...each, evidence: rowsIn(included, each.evidence) }));
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
