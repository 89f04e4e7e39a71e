import type { GraphPart } from "colloquy/api";
import { type Filter, FilteredPart } from "./filter.ts";
import { speakerKey } from "./shown.ts";

/** The parts of a filter that are lists. */
export type Group = "types" | "relations" | "polarities" | "speakers" | "files";

/** A value that a filter may choose, and how many entities (of types) or relations have it under the other filters. */
export interface Facet {
  readonly value: string;
  readonly name: string;
  readonly count: number;
}

export type Facets = Readonly<Record<Group, readonly Facet[]>>;

/** All values with their counts, the most frequent first. Values that are chosen are there even if nothing has them. */
export function facetsOf(part: GraphPart, filter: Filter): Facets {
  const filtered = new FilteredPart(part);
  const counted = (group: Group, names: ReadonlyMap<string, string>, counts: ReadonlyMap<string, number>) =>
    [...new Set([...filter[group], ...counts.keys()])]
      .map((value): Facet => ({ value, name: names.get(value) ?? value, count: counts.get(value) ?? 0 }))
      .toSorted((one, other) => other.count - one.count || one.name.localeCompare(other.name));
  const without = (group: Group): Filter => ({ ...filter, [group]: [] });
  const { nodes } = filtered.apply(without("types"));
  const none = new Map<string, string>();
  const speakers = new Map(part.speakers.map((speaker) => [speakerKey(speaker), speaker.name]));
  const bySupport = (group: "polarities" | "speakers" | "files"): ReadonlyMap<string, number> => {
    const others = without(group);
    const { edges } = filtered.apply(others);
    return count(
      edges.flatMap((edge) => [
        ...new Set(
          edge.support
            .filter((support) => filtered.matches(support, others))
            .flatMap((support) => valueOf(part, group, support) ?? []),
        ),
      ]),
    );
  };
  return {
    types: counted("types", none, count(nodes.map(({ type }) => type))),
    relations: counted("relations", none, count(filtered.apply(without("relations")).edges.map(({ type }) => type))),
    polarities: counted("polarities", none, bySupport("polarities")),
    speakers: counted("speakers", speakers, bySupport("speakers")),
    files: counted("files", none, bySupport("files")),
  };
}

type Support = GraphPart["edges"][number]["support"][number];

function valueOf(part: GraphPart, group: "polarities" | "speakers" | "files", support: Support): string | undefined {
  if (group === "polarities") return support.polarity;
  if (group === "files") return part.transcripts[support.transcript]?.file;
  const speaker = support.speaker === null ? undefined : part.speakers[support.speaker];
  return speaker === undefined ? undefined : speakerKey(speaker);
}

function count(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
