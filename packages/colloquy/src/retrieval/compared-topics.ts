import { compareText, type EntityRow, type Evidence, type MentionRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { type EntityReference, referenceTo } from "./claim.ts";
import { sentenceAround } from "./said-sentences.ts";
import { type Saying, sayingOf, type SpokenClaim } from "./viewpoints.ts";

/** An entity that one of the compared speakers mentions. */
export interface SpokenTopic {
  readonly speaker: EntityReference;
  readonly entity: EntityRow;
  /** The number of mentions by the speaker. */
  readonly mentions: number;
  /** In the order of file and offset; empty: the first mention of all files counts. */
  readonly evidence: readonly MentionRow[];
}

/** How often a speaker mentions a topic, and what the speaker says about it. */
export interface TopicOfSpeaker {
  readonly speaker: Pick<EntityReference, "id" | "name">;
  readonly mentions: number;
  /** Relations with the topic that the speaker states, denies, asks about or supposes, the best supported first; at most three. */
  readonly statements: readonly Saying[];
  /** The sentence of the first mention; null if the graph does not have the chunk. */
  readonly evidence: Evidence | null;
}

export interface ComparedTopic extends EntityReference {
  readonly by: readonly TopicOfSpeaker[];
}

export interface ComparedTopics {
  /** What two or more of the speakers mention; first what most of them make statements about, then the most mentioned by each. */
  readonly shared: readonly ComparedTopic[];
  /** The number of such topics among the 1,000 that each speaker mentions most. */
  readonly sharedCount: number;
  /** What one speaker alone mentions: for each speaker the most mentioned first. */
  readonly only: readonly {
    readonly speaker: Pick<EntityReference, "id" | "name">;
    /** The number of such topics among the 1,000 that the speaker mentions most. */
    readonly count: number;
    readonly topics: readonly ComparedTopic[];
  }[];
}

const MOST_STATEMENTS = 3;

/**
 * Finds which topics the speakers share. It takes at most two store calls.
 * @param said.limit the most topics in each list.
 */
export async function compareTopics(
  graph: GraphReader,
  {
    topics,
    claims,
    limit,
  }: { readonly topics: readonly SpokenTopic[]; readonly claims: readonly SpokenClaim[]; readonly limit: number },
  options: ReadOptions,
): Promise<ComparedTopics> {
  const about = statementsByTopic(claims);
  const statementsOf = ({ speaker, entity }: SpokenTopic): readonly Saying[] =>
    about.get(`${speaker.id} ${entity.id}`) ?? [];
  const statingIn = (of: readonly SpokenTopic[]): number => of.filter((each) => statementsOf(each).length > 0).length;
  const byEntity = [...Map.groupBy(topics, ({ entity }) => entity.id).values()];
  const ofSeveral = byEntity.filter(({ length }) => length > 1);
  const shared = ofSeveral
    .map((of) => ({ of, stating: statingIn(of), least: leastOf(of), sum: sumOf(of) }))
    .toSorted(
      (one, other) =>
        other.stating - one.stating || other.least - one.least || other.sum - one.sum || byName(one.of, other.of),
    )
    .slice(0, limit)
    .map(({ of }) => of);
  const alone = byEntity
    .filter(({ length }) => length === 1)
    .toSorted((one, other) => sumOf(other) - sumOf(one) || byName(one, other));
  const speakers = new Map(topics.map(({ speaker }) => [speaker.id, speaker]));
  const only = [...speakers.values()].map(({ id, name }) => {
    const own = alone.filter(([topic]) => topic?.speaker.id === id);
    return { speaker: { id, name }, count: own.length, topics: own.slice(0, limit) };
  });
  const sentenceOf = await readSentences(graph, [...shared, ...only.flatMap(({ topics: of }) => of)].flat(), options);
  const described = (of: readonly SpokenTopic[]): ComparedTopic => ({
    ...referenceTo((of[0] as SpokenTopic).entity),
    by: of.map((topic) => ({
      speaker: { id: topic.speaker.id, name: topic.speaker.name },
      mentions: topic.mentions,
      statements: statementsOf(topic).slice(0, MOST_STATEMENTS),
      evidence: sentenceOf(topic),
    })),
  });
  return {
    shared: shared.map(described),
    sharedCount: ofSeveral.length,
    only: only.map(({ topics: of, ...each }) => ({ ...each, topics: of.map(described) })),
  };
}

/** What each speaker says about each entity, by the ids of both. */
function statementsByTopic(claims: readonly SpokenClaim[]): ReadonlyMap<string, readonly Saying[]> {
  const said = claims.flatMap((claim) => {
    const saying = sayingOf(claim);
    return saying === null ? [] : [{ speaker: claim.speaker.id, saying }];
  });
  const byTopic = said.flatMap(({ speaker, saying }) =>
    [saying.source, saying.target].map(({ id }) => ({ key: `${speaker} ${id}`, saying })),
  );
  return new Map(
    [...Map.groupBy(byTopic, ({ key }) => key)].map(([key, of]) => [key, of.map(({ saying }) => saying)] as const),
  );
}

/** Reads the first mentions of topics and their chunks. Returns the sentence of the first mention of a topic. */
async function readSentences(
  graph: GraphReader,
  topics: readonly SpokenTopic[],
  options: ReadOptions,
): Promise<(topic: SpokenTopic) => Evidence | null> {
  const unread = topics.filter(({ evidence }) => evidence.length === 0);
  const requests = unread.map(({ entity, speaker }) => ({ entity: entity.id, speaker: speaker.id }));
  const read = requests.length === 0 ? [] : await graph.firstMentions(requests, options);
  const firstOf = new Map(topics.map((topic) => [topic, topic.evidence[0] ?? null]));
  for (const [index, topic] of unread.entries()) firstOf.set(topic, read[index] ?? null);
  const ids = [...firstOf.values()].flatMap((first) => first?.evidence.chunk ?? []);
  const chunks = ids.length === 0 ? [] : await graph.chunks([...new Set(ids)], options);
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  return (topic) => {
    const first = firstOf.get(topic) ?? null;
    const chunk = first === null ? undefined : byId.get(first.evidence.chunk);
    return first === null || chunk === undefined ? null : sentenceAround(first.evidence, chunk);
  };
}

function leastOf(topics: readonly SpokenTopic[]): number {
  return Math.min(...topics.map(({ mentions }) => mentions));
}

function sumOf(topics: readonly SpokenTopic[]): number {
  return topics.reduce((sum, { mentions }) => sum + mentions, 0);
}

function byName([one]: readonly SpokenTopic[], [other]: readonly SpokenTopic[]): number {
  return compareText(one?.entity.name ?? "", other?.entity.name ?? "");
}
