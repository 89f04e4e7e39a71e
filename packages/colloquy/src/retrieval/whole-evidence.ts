import type { EvidenceRow, MentionRow } from "../model/index.ts";
import type {
  GraphReader,
  ReadOptions,
  RelationshipInContext,
  SpokenBy,
  Topic,
  WithWithdrawn,
} from "../ports/index.ts";
import { evidencePosition, mentionPosition, positionInContext } from "./positions.ts";
import { readAll } from "./read-all.ts";

/** The number of relationships per call and their evidence in it. Further evidence is read for all of them together. */
const RELATIONSHIPS_AT_ONCE = 500;
const EVIDENCE_AT_FIRST = 100;
const EVIDENCE_AT_ONCE = 10_000;

/** Reads all relationships of entities with all evidence, of one speaker or of all. Without withdrawn ones by default. */
export async function relationshipsWithEvidence(
  graph: GraphReader,
  entities: readonly string[],
  { speaker, withdrawn = false, ...options }: ReadOptions & SpokenBy & WithWithdrawn,
): Promise<readonly RelationshipInContext[]> {
  const saidBy = speaker === undefined ? {} : { speaker };
  const evidence = { limit: EVIDENCE_AT_FIRST, ...saidBy };
  const relationships = await readAll(
    {
      read: (page) => graph.relationshipsInContext(entities, { ...page, evidence, withdrawn }),
      positionOf: positionInContext,
      atOnce: RELATIONSHIPS_AT_ONCE,
    },
    options,
  );
  const complete = await restOfEvidence(graph, relationships, { ...options, ...saidBy, read: EVIDENCE_AT_FIRST });
  return relationships.map((found) => ({ ...found, evidence: complete.get(found.relationship.id) ?? found.evidence }));
}

interface Reading extends ReadOptions, SpokenBy {
  /** The number of pieces that were read of each at most. */
  readonly read: number;
}

/** All evidence of the relationships of which only a part was read. */
export async function restOfEvidence(
  graph: GraphReader,
  relationships: readonly RelationshipInContext[],
  { read: least, speaker, isExplicit = false, ...options }: Reading & { readonly isExplicit?: boolean },
): Promise<ReadonlyMap<string, readonly EvidenceRow[]>> {
  const incomplete = relationships.filter(({ evidence }) => evidence.length >= least);
  if (incomplete.length === 0) return new Map();
  const ids = incomplete.map(({ relationship }) => relationship.id);
  const saidBy = speaker === undefined ? {} : { speaker };
  const read: (page: Parameters<GraphReader["evidence"]>[1]) => Promise<readonly EvidenceRow[]> = (page) =>
    graph.evidence([...new Set(ids)], { ...page, ...saidBy });
  const rows = await readAll({ read, positionOf: evidencePosition, atOnce: EVIDENCE_AT_ONCE }, options);
  const kept = isExplicit ? rows.filter(({ evidence }) => evidence.polarity !== "implied") : rows;
  return Map.groupBy(kept, ({ of }) => of);
}

/** All mentions of the topics of which only a part was read, without found ones. */
export async function restOfMentions(
  graph: GraphReader,
  topics: readonly Topic[],
  { read: least, speaker, ...options }: Reading,
): Promise<ReadonlyMap<string, readonly MentionRow[]>> {
  const ids = topics.filter(({ evidence }) => evidence.length >= least).map(({ entity }) => entity.id);
  if (ids.length === 0) return new Map();
  const saidBy = speaker === undefined ? {} : { speaker };
  const read: (page: Parameters<GraphReader["mentions"]>[1]) => Promise<readonly MentionRow[]> = (page) =>
    graph.mentions(ids, { ...page, ...saidBy });
  const rows = await readAll({ read, positionOf: mentionPosition, atOnce: EVIDENCE_AT_ONCE }, options);
  return Map.groupBy(
    rows.filter(({ found }) => found !== true),
    ({ entity }) => entity,
  );
}
