import {
  contentId,
  type EntityRow,
  type Evidence,
  foldCase,
  type RelationshipRow,
  REVIEW_KINDS,
  type ReviewKind,
} from "../../model/index.ts";
import type { GraphReader, ReadOptions } from "../../ports/index.ts";
import { normaliseName } from "../../resolution/index.ts";
import { mentionPosition } from "../positions.ts";
import { readAll } from "../read-all.ts";
import { sentenceAround } from "../said-sentences.ts";
import type { ReviewItem } from "./items.ts";

export interface ReviewOptions {
  /** Default: all kinds. */
  readonly kinds?: readonly ReviewKind[];
  /** The most items of each kind. Default 50. */
  readonly size?: number;
  /** A larger sample with one seed contains the smaller one. Default 1. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_SIZE = 50;

/** Draws a random sample of a graph. The same graph, kinds and seed give the same items. Reads every row of these kinds once. */
export async function drawSample(
  graph: GraphReader,
  { kinds = REVIEW_KINDS, size = DEFAULT_SIZE, seed = 1, ...options }: ReviewOptions,
): Promise<readonly ReviewItem[]> {
  const draw = <Item>(idOf: (item: Item) => string): Draw<Item> => new Draw(size, (item) => `${seed} ${idOf(item)}`);
  const items: ReviewItem[] = [];
  // Their order is that of `REVIEW_KINDS`.
  for (const kind of REVIEW_KINDS.filter((each) => kinds.includes(each))) {
    if (kind === "merges") items.push(...(await drawMerges(graph, draw, options)));
    else if (kind === "relations") items.push(...(await drawRelations(graph, draw, options)));
    else items.push(...(await drawMentions(graph, kind, draw, options)));
  }
  return items;
}

type NewDraw = <Item>(idOf: (item: Item) => string) => Draw<Item>;

/** Keeps the items with the smallest hashes, in bounded memory. */
class Draw<Item> {
  readonly #size: number;
  readonly #nameOf: (item: Item) => string;
  #kept: { readonly hash: string; readonly item: Item }[] = [];

  constructor(size: number, nameOf: (item: Item) => string) {
    this.#size = size;
    this.#nameOf = nameOf;
  }

  add(item: Item): void {
    this.#kept.push({ hash: contentId("review", this.#nameOf(item)), item });
    if (this.#kept.length >= 2 * this.#size + 100) this.#cut();
  }

  /** In the order of hashes. */
  get items(): readonly Item[] {
    this.#cut();
    return this.#kept.map(({ item }) => item);
  }

  #cut(): void {
    this.#kept = this.#kept.sort((one, other) => (one.hash < other.hash ? -1 : 1)).slice(0, this.#size);
  }
}

/** Names that differ in more than case, punctuation and titles. */
async function drawMerges(graph: GraphReader, newDraw: NewDraw, options: ReadOptions): Promise<readonly ReviewItem[]> {
  const draw = newDraw<{ readonly entity: EntityRow; readonly name: string; readonly reason: string }>(
    ({ entity, name }) => `${entity.name}\n${name}`,
  );
  for await (const rows of graph.rows("entity", options))
    for (const entity of rows as readonly EntityRow[])
      for (const { name, reason } of entity.aliases)
        if (normaliseName(name).key !== normaliseName(entity.name).key) draw.add({ entity, name, reason });
  const ids = [...new Set(draw.items.map(({ entity }) => entity.id))];
  const read: (page: Parameters<GraphReader["mentions"]>[1]) => ReturnType<GraphReader["mentions"]> = (page) =>
    graph.mentions(ids, page);
  const mentions =
    ids.length === 0 ? [] : await readAll({ read, positionOf: mentionPosition, atOnce: 10_000 }, options);
  const firstOf = new Map<string, Evidence>();
  for (const { entity, evidence } of mentions) {
    const key = `${entity} ${foldCase(evidence.text)}`;
    if (!firstOf.has(key)) firstOf.set(key, evidence);
  }
  const found = draw.items.map(({ entity, name, reason }) => ({
    id: contentId("merge", entity.name, name),
    kind: "merges" as const,
    text: `${name} = ${entity.name} (${reason})`,
    evidence: [name, entity.name].flatMap((each) => firstOf.get(`${entity.id} ${foldCase(each)}`) ?? []),
  }));
  return inSentences(graph, found, options);
}

/** Explicit evidence of relationships that no check withdrew. */
async function drawRelations(
  graph: GraphReader,
  newDraw: NewDraw,
  options: ReadOptions,
): Promise<readonly ReviewItem[]> {
  const leftOut = new Set<string>();
  for await (const rows of graph.rows("quote", options)) for (const { id } of rows) leftOut.add(id);
  for await (const rows of graph.rows("relationship", options))
    for (const row of rows) if (row.kind === "relationship" && row.withdrawn !== undefined) leftOut.add(row.id);
  const draw = newDraw<{ readonly id: string; readonly of: string; readonly evidence: Evidence }>(({ id }) => id);
  for await (const rows of graph.rows("evidence", options))
    for (const row of rows)
      if (row.kind === "evidence" && row.evidence.polarity !== "implied" && !leftOut.has(row.of)) draw.add(row);
  const relationships = new Map<string, RelationshipRow>();
  const wanted = new Set(draw.items.map(({ of }) => of));
  for await (const rows of graph.rows("relationship", options))
    for (const row of rows) if (row.kind === "relationship" && wanted.has(row.id)) relationships.set(row.id, row);
  const nameOf = await namesOf(
    graph,
    [...relationships.values()].flatMap(({ source, target }) => [source, target]),
    options,
  );
  return draw.items.flatMap(({ of, evidence }): readonly ReviewItem[] => {
    const relationship = relationships.get(of);
    if (relationship === undefined) return [];
    const relation = `${nameOf(relationship.source)} ${relationship.type} ${nameOf(relationship.target)}`;
    const text = evidence.polarity === "stated" ? relation : `${relation} (${evidence.polarity})`;
    return [{ id: contentId("relation", text, ...placeOf(evidence)), kind: "relations", text, evidence: [evidence] }];
  });
}

/** Mentions in speech, stated or found. */
async function drawMentions(
  graph: GraphReader,
  kind: "mentions" | "found",
  newDraw: NewDraw,
  options: ReadOptions,
): Promise<readonly ReviewItem[]> {
  const draw = newDraw<{ readonly id: string; readonly entity: string; readonly evidence: Evidence }>(({ id }) => id);
  for await (const rows of graph.rows("mention", options))
    for (const row of rows)
      if (row.kind === "mention" && (row.found === true) === (kind === "found") && !isLabel(row.evidence))
        draw.add(row);
  const nameOf = await namesOf(
    graph,
    draw.items.map(({ entity }) => entity),
    options,
  );
  const found = draw.items.map(({ entity, evidence }) => ({
    id: contentId("mention", nameOf(entity), ...placeOf(evidence)),
    kind,
    text: `“${evidence.text}” means ${nameOf(entity)}`,
    evidence: [evidence],
  }));
  return inSentences(graph, found, options);
}

/** The label of a turn is a mention of its speaker. */
function isLabel({ text, speaker }: Evidence): boolean {
  return text === speaker;
}

function placeOf({ file, startOffset, endOffset }: Evidence): readonly [string, number, number] {
  return [file, startOffset, endOffset];
}

async function namesOf(
  graph: GraphReader,
  ids: readonly string[],
  options: ReadOptions,
): Promise<(id: string) => string> {
  const rows = ids.length === 0 ? [] : await graph.findEntities([...new Set(ids)], options);
  const names = new Map(rows.map(({ id, name, type }) => [id, `${name} [${type}]`]));
  return (id) => names.get(id) ?? id;
}

/** Replaces the mentions by the sentences around them; a label of a turn stays as it is. */
async function inSentences(
  graph: GraphReader,
  items: readonly ReviewItem[],
  options: ReadOptions,
): Promise<readonly ReviewItem[]> {
  const ids = [...new Set(items.flatMap(({ evidence }) => evidence.map(({ chunk }) => chunk)))];
  const chunks = ids.length === 0 ? [] : await graph.chunks(ids, options);
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  return items.map(({ evidence, ...item }) => ({
    ...item,
    evidence: evidence.map((each) => {
      const chunk = byId.get(each.chunk);
      return chunk === undefined ? each : (sentenceAround(each, chunk) ?? each);
    }),
  }));
}
