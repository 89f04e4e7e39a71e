import type { EntityRow, Evidence } from "../../model/index.ts";
import { entitySalience } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureNode, Selection } from "./picture.ts";
import { furtherEdges } from "./further-edges.ts";
import { inItsSentence } from "./sentence.ts";
import { speaksEdges } from "./speaks-edges.ts";
import { bestSaid } from "./said-relations.ts";

const POOL = 500;
const MENTIONS_READ = 2000;

/**
 * The part of a graph that one page can show: at most `limit` entities. First the ends of the best supported said
 * relations, then the most salient entities, then the people who speak. Reads a bounded amount, for a graph of any size.
 */
export async function selectPicture(graph: GraphReader, limit: number, undrawn: readonly string[]): Promise<Selection> {
  const people = await graph.entities({ type: "Person", limit: Math.ceil(limit / 6) });
  const pool = (await graph.entities({ limit: POOL })).filter((row) => row.type !== "Person");
  const rows = new Map(pool.map((row) => [row.id, row]));
  const said = await bestSaid(graph, rows, { limit: Math.ceil(limit * 0.75), undrawn });

  const chosen = new Map<string, EntityRow>();
  for (const row of [...said.flatMap(({ ends }) => ends), ...pool.toSorted(bySalience)]) {
    if (chosen.size >= limit - people.length) break;
    chosen.set(row.id, row);
  }
  for (const person of people) chosen.set(person.id, person);

  const mentions = await mentionsOf(graph, chosen.keys());
  const drawn = said.filter(({ ends }) => ends.every((end) => chosen.has(end.id))).map(({ edge }) => edge);
  const edges = [...drawn, ...(await furtherEdges(graph, chosen, drawn)), ...speaksEdges(people, chosen, mentions)];
  const connected = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const kept = [...chosen.values()].filter((row) => connected.has(row.id) || chosen.size <= limit / 2);
  const files = await graph.mentionCounts(kept.map(({ id }) => ({ entity: id })));
  const nodes = await Promise.all(
    kept.map(async (row, index) => ({
      ...(await pictureNode(graph, row, mentions.get(row.id) ?? [])),
      files: (files[index] ?? []).flatMap(({ file, mentions: count }) => (count > 0 ? [file] : [])),
    })),
  );
  return { nodes, edges };
}

function bySalience(left: EntityRow, right: EntityRow): number {
  return entitySalience(right) - entitySalience(left) || (left.id < right.id ? -1 : 1);
}

async function mentionsOf(
  graph: GraphReader,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, readonly Evidence[]>> {
  const mentions = new Map<string, readonly Evidence[]>();
  for (const id of ids) {
    const rows = await graph.mentions([id], { limit: MENTIONS_READ });
    mentions.set(
      id,
      rows.flatMap(({ found, evidence }) => (found === true ? [] : [evidence])),
    );
  }
  return mentions;
}

async function pictureNode(
  graph: GraphReader,
  row: EntityRow,
  mentions: readonly Evidence[],
): Promise<Omit<PictureNode, "files">> {
  const found = await graph.quotes({ limit: 60, ...(row.type === "Person" ? { speaker: row.id } : { about: row.id }) });
  const quotes = found.map(({ quote }) => quote);
  const shown = conversationalReach(mentions, (words) => words.file, 4);
  const chunks = new Map(
    (await graph.chunks([...new Set(shown.map(({ chunk }) => chunk))])).map((chunk) => [chunk.id, chunk]),
  );
  return {
    row,
    quotes: conversationalReach(quotes, (quote) => quote.evidence.file, 5),
    sentences: shown.map((words) => inItsSentence(words, chunks.get(words.chunk))),
  };
}

/** At most `limit` items in their order, taken from each conversation in turn. */
function conversationalReach<Item>(
  items: readonly Item[],
  conversationOf: (item: Item) => string,
  limit: number,
): readonly Item[] {
  const conversations = [...Map.groupBy(items, conversationOf).values()];
  const taken = new Set<Item>();
  for (let round = 0; taken.size < Math.min(limit, items.length); round++) {
    for (const conversation of conversations) {
      const item = conversation[round];
      if (item !== undefined && taken.size < limit) taken.add(item);
    }
  }
  return items.filter((item) => taken.has(item));
}
