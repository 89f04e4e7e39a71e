import type { GraphEdge, GraphNode, GraphPart, Polarity } from "colloquy/api";
import { speakerKey } from "./shown.ts";

/** What is shown. An empty list does not filter. */
export interface Filter {
  readonly types: readonly string[];
  readonly relations: readonly string[];
  readonly polarities: readonly Polarity[];
  /** Ids of people, or labels without a person. */
  readonly speakers: readonly string[];
  readonly files: readonly string[];
  /** Earliest and latest day in ISO 8601. A transcript without a date is in no range. */
  readonly days: Range<string> | null;
  /** Earliest and latest moment in a transcript, in milliseconds. */
  readonly moments: Range<number> | null;
}

export interface Range<Value> {
  readonly from: Value;
  readonly to: Value;
}

export const NO_FILTER: Filter = {
  types: [],
  relations: [],
  polarities: [],
  speakers: [],
  files: [],
  days: null,
  moments: null,
};

/** A relation with as much of its evidence as the filter leaves. */
export type ShownEdge = GraphEdge & { readonly left: number };

export interface Filtered {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly ShownEdge[];
}

export interface FilterResult extends Filtered {
  /** Relations that are not shown, but of which only a part of the evidence is known, so that other pieces may fit. */
  readonly unsure: number;
}

type Support = GraphEdge["support"][number];

/** Applies a filter to a part of the graph, again and again with other filters. */
export class FilteredPart {
  readonly #part: GraphPart;
  readonly #types: ReadonlyMap<string, string>;

  constructor(part: GraphPart) {
    this.#part = part;
    this.#types = new Map(part.nodes.map(({ id, type }) => [id, type]));
  }

  /** Entities of the types with the relations between them; if relations are filtered, only entities that still have one. */
  apply(filter: Filter): FilterResult {
    const edges = this.#part.edges.flatMap((edge) => {
      const left = this.left(edge, filter);
      return left > 0 && this.#hasTypes(edge, filter) ? [{ ...edge, left }] : [];
    });
    const connected = new Set(edges.flatMap(({ source, target }) => [source, target]));
    const isFiltered = filtersEdges(filter);
    const nodes = this.#part.nodes.filter(
      ({ id, type }) => has(filter.types, type) && (!isFiltered || connected.has(id)),
    );
    const shown = new Set(nodes.map(({ id }) => id));
    return {
      nodes,
      edges: edges.filter(({ source, target }) => shown.has(source) && shown.has(target)),
      unsure: this.#part.edges.filter((edge) => this.#isUnsure(edge, filter)).length,
    };
  }

  /** How much evidence of a relation the filter leaves; types of entities do not count. A relation without words has one. */
  left(edge: GraphEdge, filter: Filter): number {
    if (!has(filter.relations, edge.type)) return 0;
    if (!filtersPlaces(filter)) return leftOfPolarities(edge, filter.polarities);
    return edge.support.reduce((sum, support) => sum + (this.matches(support, filter) ? support.count : 0), 0);
  }

  matches(support: Support, { polarities, speakers, files, days, moments }: Filter): boolean {
    const transcript = this.#part.transcripts[support.transcript];
    const speaker = support.speaker === null ? undefined : this.#part.speakers[support.speaker];
    return (
      has(polarities, support.polarity) &&
      (speakers.length === 0 || (speaker !== undefined && speakers.includes(speakerKey(speaker)))) &&
      (files.length === 0 || (transcript !== undefined && files.includes(transcript.file))) &&
      (days === null || isInDays(transcript?.date ?? null, days)) &&
      (moments === null ||
        (support.fromMs !== null && support.fromMs <= moments.to && (support.toMs ?? support.fromMs) >= moments.from))
    );
  }

  #isUnsure(edge: GraphEdge, filter: Filter): boolean {
    if (!filtersPlaces(filter) || this.left(edge, filter) > 0 || !this.#hasTypes(edge, filter)) return false;
    const known = edge.support.reduce((sum, { count }) => sum + count, 0);
    return known < edge.count && has(filter.relations, edge.type) && leftOfPolarities(edge, filter.polarities) > 0;
  }

  #hasTypes({ source, target }: GraphEdge, { types }: Filter): boolean {
    return [source, target].every((id) => has(types, this.#types.get(id) ?? ""));
  }
}

function has<Value>(chosen: readonly Value[], value: Value): boolean {
  return chosen.length === 0 || chosen.includes(value);
}

/** A date may be a year or a month: `2024-05` is in a range that begins on 2024-05-12. */
function isInDays(date: string | null, { from, to }: Range<string>): boolean {
  return date !== null && date >= from.slice(0, date.length) && date.slice(0, to.length) <= to;
}

/** Counts of polarities are of all evidence. */
function leftOfPolarities({ count, polarity }: GraphEdge, polarities: readonly Polarity[]): number {
  if (polarities.length === 0) return Math.max(1, count);
  return polarities.reduce((sum, each) => sum + polarity[each], 0);
}

function filtersPlaces({ speakers, files, days, moments }: Filter): boolean {
  return speakers.length + files.length > 0 || days !== null || moments !== null;
}

function filtersEdges(filter: Filter): boolean {
  return filter.relations.length + filter.polarities.length > 0 || filtersPlaces(filter);
}

/** Whether anything is filtered. */
export function isFiltering(filter: Filter): boolean {
  return filter.types.length > 0 || filtersEdges(filter);
}
