import { useMemo, useRef } from "react";
import { relationWords } from "../../text/format.ts";
import { type Community, communitiesOf } from "./model/communities.ts";
import type { Filtered } from "./model/filter.ts";
import { radiiOf } from "./model/radii.ts";
import { GROUP_TOKENS } from "./picture/colours.ts";
import { linesOf } from "./picture/edges.ts";
import type { Emphasis, Scene } from "./picture/scene.ts";
import type { GraphState } from "./use-graph.ts";

/** A colour of the picture, and what has it. */
export interface ColourGroup {
  /** A type, or the first id of a community. */
  readonly key: string;
  readonly name: string;
  readonly ids: readonly string[];
}

/** Groups that have colours: types, or communities, the largest first. Others share one colour. */
export function useColourGroups({ part, filtered, address }: GraphState): readonly ColourGroup[] {
  const isByCommunity = address.colour === "communities";
  return useMemo(
    () =>
      (isByCommunity ? communitiesOf(filtered).map(groupOfCommunity) : groupsOfTypes(part)).slice(
        0,
        GROUP_TOKENS.length,
      ),
    [part, filtered, isByCommunity],
  );
}

function groupOfCommunity({ ids, name }: Community): ColourGroup {
  return { key: ids[0] ?? "", name, ids };
}

/** Of the part before the filter, so that a type keeps its colour. */
function groupsOfTypes({ nodes }: Pick<Filtered, "nodes">): readonly ColourGroup[] {
  return [...Map.groupBy(nodes, ({ type }) => type)]
    .map(([type, of]) => ({ key: type, name: type, ids: of.map(({ id }) => id) }))
    .toSorted((one, other) => other.ids.length - one.ids.length || one.key.localeCompare(other.key));
}

/** What the picture shows; null before the entities have places. Until new ones have places it is what was shown before. */
export function useScene({ filtered, positions, pinned }: GraphState, groups: readonly ColourGroup[]): Scene | null {
  const radii = useMemo(() => radiiOf(filtered.nodes), [filtered]);
  const before = useRef<Scene | null>(null);
  const scene = useMemo(() => {
    if (filtered.nodes.some(({ id }) => !positions.has(id))) return null;
    const groupOf = new Map(groups.flatMap(({ ids }, index) => ids.map((id) => [id, index] as const)));
    const words = new Map(filtered.edges.map(({ id, type }) => [id, relationWords(type)]));
    const dots = filtered.nodes
      .map(({ id, name }) => ({
        id,
        name,
        radius: radii.get(id) ?? 0,
        group: groupOf.get(id) ?? null,
        isPinned: pinned.has(id),
      }))
      .toSorted((one, other) => other.radius - one.radius);
    const lines = linesOf(filtered.edges).map((line) => ({ ...line, words: words.get(line.id) ?? "" }));
    return { dots, lines, positions };
  }, [filtered, positions, pinned, groups, radii]);
  if (scene !== null) before.current = scene;
  return scene ?? before.current;
}

/** The selected entity with its neighbours, the selected relation with its ends, or the path. */
export function useEmphasis({ filtered, address, shown, node }: GraphState): Emphasis {
  const edge = filtered.edges.find(({ id }) => id === address.edge);
  const path = shown?.path ?? null;
  return useMemo(() => {
    if (edge !== undefined) return { dot: null, line: edge.id, clear: clearOf([edge], [edge.source, edge.target]) };
    if (node !== undefined) {
      const around = filtered.edges.filter(({ source, target }) => source === node.id || target === node.id);
      return { dot: node.id, line: null, clear: clearOf(around, [node.id]) };
    }
    if (path === null || path.length === 0) return { dot: null, line: null, clear: null };
    const steps = new Set(path.slice(1).map((id, index) => [path[index] ?? "", id].toSorted().join(" ")));
    const along = filtered.edges.filter(({ source, target }) => steps.has([source, target].toSorted().join(" ")));
    return { dot: null, line: null, clear: clearOf(along, path) };
  }, [filtered, node, edge, path]);
}

function clearOf(
  edges: readonly { readonly id: string; readonly source: string; readonly target: string }[],
  ids: readonly string[],
): Emphasis["clear"] {
  return {
    dots: new Set([...ids, ...edges.flatMap(({ source, target }) => [source, target])]),
    lines: new Set(edges.map(({ id }) => id)),
  };
}
