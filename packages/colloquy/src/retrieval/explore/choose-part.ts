import { entitySalience, type EntityRow } from "../../model/index.ts";
import type { GraphReader, ReadOptions, RelationshipInContext } from "../../ports/index.ts";
import { farEnd } from "../neighbourhood.ts";
import { type CountedGraph, type GraphPart, graphPart } from "./graph-part.ts";
import { rankClaims } from "./rank-claims.ts";

/** `telling`: the ends of the best supported claims; `entities`: these with their best neighbours; `words`: what the best chunks of a search mention, with its best neighbours. */
export type PartStart =
  { readonly telling: true } | { readonly entities: readonly string[] } | { readonly words: string };

export interface PartOptions extends ReadOptions {
  readonly start: PartStart;
  /** Ids of entities that are shown already: their relationships with the new ones are part of the result. */
  readonly known?: readonly string[];
  /** The most new entities. Default 150. */
  readonly limit?: number;
}

/** Relationships for each shown entity, and at least these, so that a picture stays readable. */
const RELATIONSHIPS_PER_ENTITY = 4;
const LEAST_RELATIONSHIPS = 300;
/** Claims read for each entity of a telling part. */
const CLAIMS_PER_ENTITY = 4;
const CHUNKS_OF_A_SEARCH = 20;
const MARKS_OF_A_CHUNK = 200;
/** Entities that are shown for each one that the chunks of a search mention: itself, and neighbours. */
const SHOWN_FOR_EACH = 3;

interface Sources extends CountedGraph {
  /** The ids of the chunks that match words best, the best first. */
  readonly search: (words: string, limit: number) => Promise<readonly string[]>;
}

/** Chooses a part of the graph, in a bounded number of store calls. */
export async function choosePart(
  { graph, counts, search }: Sources,
  { start, known = [], limit = 150, ...options }: PartOptions,
): Promise<GraphPart> {
  const shown = new Set(known);
  const candidates =
    "telling" in start
      ? await tellingEntities(graph, limit + shown.size, options)
      : "entities" in start
        ? await withNeighbours(graph, start.entities, limit + shown.size, options)
        : await entitiesAround(graph, await search(start.words, CHUNKS_OF_A_SEARCH), limit + shown.size, options);
  const entities = candidates.filter(({ id }) => !shown.has(id)).slice(0, limit);
  const added = new Set(entities.map(({ id }) => id));
  const among = await graph.relationships({
    ...options,
    among: [...added, ...shown],
    limit: Math.max(LEAST_RELATIONSHIPS, RELATIONSHIPS_PER_ENTITY * (added.size + shown.size)),
  });
  const relationships = among.filter(({ source, target }) => added.has(source) || added.has(target));
  return graphPart({ graph, counts }, { entities, relationships }, options);
}

/** The ends of the best supported claims, the entities connected with them, then the most salient ones. */
async function tellingEntities(graph: GraphReader, limit: number, options: ReadOptions): Promise<readonly EntityRow[]> {
  const [claims, salient] = await Promise.all([
    graph.relationships({ ...options, explicit: true, limit: limit * CLAIMS_PER_ENTITY }),
    graph.entities({ ...options, limit: limit * CLAIMS_PER_ENTITY }),
  ]);
  const ends = [...new Set(claims.flatMap(({ source, target }) => (source === target ? [] : [source, target])))];
  const known = new Map(salient.map((row) => [row.id, row]));
  const missing = ends.filter((id) => !known.has(id));
  for (const row of missing.length === 0 ? [] : await graph.findEntities(missing, options)) known.set(row.id, row);
  const best = rankClaims(claims, known).slice(0, limit);
  const chosen = new Map(best.flatMap((row) => [row.source, row.target]).flatMap((id) => entry(known, id)));
  const found = [...chosen.values()].slice(0, limit);
  if (found.length >= limit) return found;
  const near = await withNeighbours(
    graph,
    found.map(({ id }) => id),
    limit,
    options,
  );
  const rest = salient.toSorted((one, other) => entitySalience(other) - entitySalience(one));
  return [...new Map([...found, ...near, ...rest].map((row) => [row.id, row])).values()].slice(0, limit);
}

function entry<Value>(map: ReadonlyMap<string, Value>, key: string): readonly (readonly [string, Value])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

/** The entities, then the far ends of their best supported relationships: the best of each, then the next ones. */
async function withNeighbours(
  graph: GraphReader,
  ids: readonly string[],
  limit: number,
  options: ReadOptions,
): Promise<readonly EntityRow[]> {
  const each = Math.max(2, Math.ceil((2 * limit) / Math.max(1, ids.length)));
  const [starts, relationships] = await Promise.all([
    graph.findEntities(ids, options),
    graph.relationshipsInContext(ids, { ...options, each, limit: each * ids.length }),
  ]);
  const found = new Map(starts.map((row) => [row.id, row]));
  const given = ids.flatMap((id) => found.get(id) ?? []);
  const near = inRounds([...Map.groupBy(relationships, ({ of }) => of).values()]).flatMap(
    (relationship) => farEnd(relationship).entity ?? [],
  );
  return [...new Map([...given, ...near].map((row) => [row.id, row])).values()].slice(0, limit);
}

/** The first items of all lists, then the second ones, and so on. */
function inRounds(lists: readonly (readonly RelationshipInContext[])[]): readonly RelationshipInContext[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list[round] ?? [])).flat();
}

/** The entities that chunks mention, and their best neighbours, because names of one chunk are seldom related with each other. */
async function entitiesAround(
  graph: GraphReader,
  chunks: readonly string[],
  limit: number,
  options: ReadOptions,
): Promise<readonly EntityRow[]> {
  const mentioned = (await mentionedEntities(graph, chunks, options)).slice(0, Math.ceil(limit / SHOWN_FOR_EACH));
  const ids = mentioned.map(({ id }) => id);
  return ids.length === 0 ? [] : withNeighbours(graph, ids, Math.min(limit, SHOWN_FOR_EACH * ids.length), options);
}

/** The entities that chunks mention; those of most chunks and of the best chunks first. */
async function mentionedEntities(
  graph: GraphReader,
  chunks: readonly string[],
  options: ReadOptions,
): Promise<readonly EntityRow[]> {
  if (chunks.length === 0) return [];
  const annotations = await graph.annotations(chunks, { ...options, limit: MARKS_OF_A_CHUNK });
  const scores = new Map<string, number>();
  for (const [rank, { mentions }] of annotations.chunks.entries()) {
    const mentioned = new Set(mentions.flatMap(({ entity, found }) => (found === true ? [] : [entity])));
    for (const id of mentioned) scores.set(id, (scores.get(id) ?? 0) + 1 / (1 + rank));
  }
  return annotations.entities
    .filter(({ id }) => scores.has(id))
    .toSorted((one, other) => (scores.get(other.id) ?? 0) - (scores.get(one.id) ?? 0));
}
