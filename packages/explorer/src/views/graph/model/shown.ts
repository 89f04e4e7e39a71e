import type { GraphEdge, GraphPart } from "colloquy/api";

/** The start of a picture, as a reason why an entity is shown. */
export const START = "start";

/** A part of the graph with the reasons why its entities are shown: the start, and ids of expanded entities. */
export interface Shown {
  /** Tells starts apart: entities get new places when another start is chosen. */
  readonly start: string;
  readonly part: GraphPart;
  readonly reasons: ReadonlyMap<string, ReadonlySet<string>>;
  /** The ids of a path in its order; empty: there is none; null: no path is asked for. */
  readonly path: readonly string[] | null;
}

/** What a picture starts with. */
export function begin(start: string, part: GraphPart, path: readonly string[] | null = null): Shown {
  return { start, part, reasons: new Map(part.nodes.map(({ id }) => [id, new Set([START])])), path };
}

/**
 * Adds what the server has on an entity. Its neighbours are shown because of it, those that were there before, too, so that
 * they stay when what brought them is collapsed.
 */
export function expand(shown: Shown, answer: GraphPart, by: string): Shown {
  const part = mergeParts(shown.part, answer);
  const reasons = new Map(shown.reasons);
  const add = (id: string): void => {
    if (id !== by || !reasons.has(id)) reasons.set(id, new Set([...(reasons.get(id) ?? []), by]));
  };
  for (const { id } of answer.nodes) add(id);
  for (const { source, target } of part.edges)
    if (source === by) add(target);
    else if (target === by) add(source);
  return { ...shown, part, reasons };
}

/** Takes an expansion back: entities that have no other reason disappear, with their relations, but not those of `keep`. */
export function collapse(shown: Shown, by: string, keep: ReadonlySet<string>): Shown {
  const reasons = new Map<string, ReadonlySet<string>>();
  for (const [id, all] of shown.reasons) {
    const rest = [...all].filter((reason) => reason !== by);
    if (rest.length > 0 || keep.has(id) || id === by) reasons.set(id, new Set(rest.length > 0 ? rest : [START]));
  }
  return { ...shown, part: only(shown.part, (id) => reasons.has(id)), reasons };
}

/** Adds entities that are shown for themselves, such as pinned ones that an expansion brought which is collapsed. */
export function keepAlso(shown: Shown, answer: GraphPart, ids: readonly string[]): Shown {
  const reasons = new Map(shown.reasons);
  for (const { id } of answer.nodes) if (ids.includes(id) && !reasons.has(id)) reasons.set(id, new Set([START]));
  return { ...shown, part: only(mergeParts(shown.part, answer), (id) => reasons.has(id)), reasons };
}

/** The part without some entities and their relations. */
export function withoutEntities(part: GraphPart, ids: readonly string[]): GraphPart {
  if (ids.length === 0) return part;
  const removed = new Set(ids);
  return only(part, (id) => !removed.has(id));
}

function only(part: GraphPart, keeps: (id: string) => boolean): GraphPart {
  return {
    ...part,
    nodes: part.nodes.filter(({ id }) => keeps(id)),
    edges: part.edges.filter(({ source, target }) => keeps(source) && keeps(target)),
  };
}

/** Two parts as one, each entity and relation once. What both have is taken from the second, which is newer. */
export function mergeParts(one: GraphPart, other: GraphPart): GraphPart {
  const [transcripts, transcriptAt] = joined(one.transcripts, other.transcripts, ({ file }) => file);
  const [speakers, speakerAt] = joined(one.speakers, other.speakers, speakerKey);
  const moved = other.edges.map((edge): GraphEdge => {
    const support = edge.support.map((each) => ({
      ...each,
      transcript: transcriptAt(each.transcript),
      speaker: each.speaker === null ? null : speakerAt(each.speaker),
    }));
    return { ...edge, support };
  });
  return {
    nodes: byId(one.nodes, other.nodes),
    edges: byId(one.edges, moved),
    transcripts,
    speakers,
    total: other.total,
  };
}

/** Tells speakers apart: a label without a person has no id. */
export function speakerKey({ id, name }: GraphPart["speakers"][number]): string {
  return id ?? name;
}

function byId<Item extends { readonly id: string }>(one: readonly Item[], other: readonly Item[]): readonly Item[] {
  return [...new Map([...one, ...other].map((item) => [item.id, item])).values()];
}

/** Both lists without repetition, and where an item of the second is in them. */
function joined<Item>(
  one: readonly Item[],
  other: readonly Item[],
  keyOf: (item: Item) => string,
): readonly [readonly Item[], (index: number) => number] {
  const items = [...one];
  const places = new Map(one.map((item, index) => [keyOf(item), index]));
  const moved = other.map((item) => {
    const known = places.get(keyOf(item));
    if (known !== undefined) return known;
    places.set(keyOf(item), items.length);
    return items.push(item) - 1;
  });
  return [items, (index) => moved[index] ?? index];
}
