import type { EntityRow, Evidence, QuoteRow, RelationshipRow } from "../../model/index.ts";
import { CROSS_EPISODE } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import { conversationalReach, salience } from "./salience.ts";
import { inItsSentence } from "./sentence.ts";

/** How an edge of the picture came about. */
export type EdgeKind = "stated" | "related" | "speaks";

export interface PictureNode {
  readonly row: EntityRow;
  readonly files: readonly string[];
  readonly quotes: readonly QuoteRow[];
  /** Sentences in which it is heard, in the order of file and offset. */
  readonly heard: readonly Evidence[];
}

export interface PictureEdge {
  readonly kind: EdgeKind;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly count: number;
  readonly evidence: readonly Evidence[];
}

export interface Selection {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

const RELATES_TO = "RELATES_TO";
const SPEAKS_OF = "SPEAKS_OF";
const POOL = 500;
const RELATIONS_OF_A_TYPE = 200;
const MENTIONS_READ = 200;

/**
 * The part of a graph that one page can show: at most `limit` entities. First the ends of the best
 * supported stated relations, then what is most salient, and the people who say it. What it reads is
 * bounded, however large the graph is.
 */
export async function selectPicture(graph: GraphReader, limit: number): Promise<Selection> {
  const people = await graph.entities({ type: "Person", limit: Math.ceil(limit / 6) });
  const pool = (await graph.entities({ limit: POOL })).filter((row) => row.type !== "Person");
  const rows = new Map(pool.map((row) => [row.id, row]));
  const stated = await bestStated(graph, rows, Math.ceil(limit * 0.75));

  const chosen = new Map<string, EntityRow>();
  for (const row of [...stated.flatMap(({ ends }) => ends), ...pool.toSorted(bySalience)]) {
    if (chosen.size >= limit - people.length) break;
    chosen.set(row.id, row);
  }
  for (const person of people) chosen.set(person.id, person);

  const heard = await mentionsOf(graph, chosen.keys());
  const edges = [
    ...stated.filter(({ ends }) => ends.every((end) => chosen.has(end.id))).map(({ edge }) => edge),
    ...(await relatedEdges(graph, chosen)),
    ...speaksEdges(people, chosen, heard),
  ];
  const connected = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const kept = [...chosen.values()].filter((row) => connected.has(row.id) || chosen.size <= limit / 2);
  return {
    nodes: await Promise.all(kept.map((row) => pictureNode(graph, row, heard.get(row.id) ?? []))),
    edges,
  };
}

function bySalience(left: EntityRow, right: EntityRow): number {
  return salience(right) - salience(left) || (left.id < right.id ? -1 : 1);
}

interface StatedRelation {
  readonly ends: readonly [EntityRow, EntityRow];
  readonly edge: PictureEdge;
  readonly score: number;
}

async function bestStated(
  graph: GraphReader,
  known: Map<string, EntityRow>,
  limit: number,
): Promise<readonly StatedRelation[]> {
  const types = Object.keys((await graph.counts()).byType.relationships);
  const stated: StatedRelation[] = [];
  for (const type of types.toSorted()) {
    if (type === RELATES_TO || type === CROSS_EPISODE) continue;
    for (const row of await graph.relationships({ type, limit: RELATIONS_OF_A_TYPE })) {
      const relation = await statedRelation(graph, known, row);
      if (relation !== null) stated.push(relation);
    }
  }
  return stated.sort((left, right) => right.score - left.score).slice(0, limit);
}

/** Null where the relation is only denied, asked or supposed. */
async function statedRelation(
  graph: GraphReader,
  known: Map<string, EntityRow>,
  row: RelationshipRow,
): Promise<StatedRelation | null> {
  const source = known.get(row.source) ?? (await graph.entity(row.source));
  const target = known.get(row.target) ?? (await graph.entity(row.target));
  if (source === null || target === null || source.id === target.id) return null;
  const evidence = (await graph.evidence(row.id, { limit: 6 })).map((supporting) => supporting.evidence);
  if (!evidence.some((words) => words.polarity === "stated")) return null;
  return {
    ends: [source, target],
    edge: {
      kind: "stated",
      source: source.id,
      target: target.id,
      type: row.type,
      count: row.count,
      evidence: evidence.slice(0, 3),
    },
    score: weight(row) * Math.sqrt((1 + salience(source)) * (1 + salience(target))),
  };
}

/** What belongs to what tells less than what leads to what. */
const BELONGING = 0.5;

function weight({ type, count, confidence }: RelationshipRow): number {
  return count * confidence * (type === "IS_PART_OF" ? BELONGING : 1);
}

const RELATED_PER_NODE = 2;

async function relatedEdges(
  graph: GraphReader,
  chosen: ReadonlyMap<string, EntityRow>,
): Promise<readonly PictureEdge[]> {
  const kept = new Map<string, PictureEdge>();
  for (const id of chosen.keys()) {
    const rows = await graph.relationships({ entity: id, type: RELATES_TO, limit: 40 });
    const near = rows.filter((row) => chosen.has(row.source) && chosen.has(row.target)).slice(0, RELATED_PER_NODE);
    for (const row of near) {
      if (kept.has(row.id)) continue;
      const evidence = await graph.evidence(row.id, { limit: 2 });
      kept.set(row.id, {
        kind: "related",
        source: row.source,
        target: row.target,
        type: row.type,
        count: row.count,
        evidence: evidence.map((supporting) => supporting.evidence),
      });
    }
  }
  return [...kept.values()];
}

async function mentionsOf(
  graph: GraphReader,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, readonly Evidence[]>> {
  const heard = new Map<string, readonly Evidence[]>();
  for (const id of ids) {
    const mentions = await graph.mentions(id, { limit: MENTIONS_READ });
    heard.set(
      id,
      mentions.map((mention) => mention.evidence),
    );
  }
  return heard;
}

const IDEAS_PER_PERSON = 4;

/** Who speaks most of an idea: a line from the person to it. */
function speaksEdges(
  people: readonly EntityRow[],
  chosen: ReadonlyMap<string, EntityRow>,
  heard: ReadonlyMap<string, readonly Evidence[]>,
): readonly PictureEdge[] {
  const byLabel = new Map(
    people.flatMap((person) =>
      [person.name, ...person.aliases.map((alias) => alias.name)].map(
        (name) => [name.toLowerCase(), person.id] as const,
      ),
    ),
  );
  const edges: PictureEdge[] = [];
  for (const row of chosen.values()) {
    if (row.type === "Person") continue;
    const bySpeaker = Map.groupBy(heard.get(row.id) ?? [], (words) => byLabel.get((words.speaker ?? "").toLowerCase()));
    for (const [person, words] of bySpeaker) {
      if (person === undefined || words.length < 2) continue;
      edges.push({
        kind: "speaks",
        source: person,
        target: row.id,
        type: SPEAKS_OF,
        count: words.length,
        evidence: words.slice(0, 2),
      });
    }
  }
  const byPerson = Map.groupBy(
    edges.sort((left, right) => right.count - left.count),
    (edge) => edge.source,
  );
  return [...byPerson.values()].flatMap((ideas) => ideas.slice(0, IDEAS_PER_PERSON));
}

async function pictureNode(graph: GraphReader, row: EntityRow, heard: readonly Evidence[]): Promise<PictureNode> {
  const quotes =
    row.type === "Person"
      ? await graph.quotes({ speaker: row.id, limit: 60 })
      : await graph.quotes({ about: row.id, limit: 60 });
  return {
    row,
    files: await graph.filesOf(row.id),
    quotes: conversationalReach(quotes, (quote) => quote.evidence.file, 5),
    heard: await Promise.all(
      conversationalReach(heard, (words) => words.file, 4).map((words) => inItsSentence(graph, words)),
    ),
  };
}
