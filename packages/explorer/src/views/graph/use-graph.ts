import { useQueryClient } from "@tanstack/react-query";
import type { GraphNode, GraphPart } from "colloquy/api";
import { useMemo } from "react";
import type { GraphAddress } from "../../app/addresses.ts";
import { useWorkspace } from "../../parts/links.tsx";
import {
  type ChangeAddress,
  filterOf,
  pinList,
  pinsOf,
  type Start,
  startingFrom,
  startOf,
  toggled,
  useGraphAddress,
  withoutPin,
  withPin,
} from "./address.ts";
import { type Facets, facetsOf } from "./model/facets.ts";
import { type Filter, FilteredPart, type FilterResult } from "./model/filter.ts";
import type { Position, Positions } from "./model/placement.ts";
import { type Shown, withoutEntities } from "./model/shown.ts";
import { type TimeScale, timeScaleOf } from "./model/time.ts";
import { keepCollapsed } from "./shown-query.ts";
import { usePositions } from "./use-positions.ts";
import { useShown } from "./use-shown.ts";

/** What a person can do with an entity. */
export interface EntityActions {
  readonly select: (id: string) => void;
  /** Selects without a step in the history of the browser. */
  readonly walkTo: (id: string) => void;
  readonly expand: (id: string) => void;
  readonly collapse: (id: string) => void;
  readonly pin: (id: string, position?: Position) => void;
  readonly unpin: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly startFrom: (id: string) => void;
  readonly findPath: (from: string, to: string) => void;
}

/** The graph as its view needs it. */
export interface GraphState {
  readonly address: GraphAddress;
  readonly change: ChangeAddress;
  readonly start: Start;
  readonly shown: Shown | undefined;
  /** What is shown, before and after the filter. */
  readonly part: GraphPart;
  readonly filtered: FilterResult;
  readonly filter: Filter;
  readonly facets: Facets;
  readonly scale: TimeScale | null;
  readonly positions: Positions;
  readonly arrangement: string;
  readonly arrangeAgain: () => void;
  /** The places of the pinned entities. */
  readonly pinned: Positions;
  readonly node: GraphNode | undefined;
  readonly actions: EntityActions;
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => void;
}

const EMPTY: GraphPart = {
  nodes: [],
  edges: [],
  transcripts: [],
  speakers: [],
  total: { entities: 0, relationships: 0 },
};

/** Everything that the address says about the graph, with what the server has of it. */
export function useGraph(): GraphState {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [address, change] = useGraphAddress();
  const pinned = useMemo(() => pinsOf(address), [address.pin]);
  const start = startOf(address);
  const open = address.open ?? [];
  const { shown, error, isFetching, refetch } = useShown(start, open, pinned);
  const part = useMemo(() => withoutEntities(shown?.part ?? EMPTY, address.without ?? []), [shown, address.without]);
  const scale = useMemo(() => timeScaleOf(part, address.file ?? []), [part, address.file]);
  const filter = useMemo(() => filterOf(address, scale), [address, scale]);
  const filtered = useMemo(() => new FilteredPart(part).apply(filter), [part, filter]);
  const facets = useMemo(() => facetsOf(part, filter), [part, filter]);
  const { positions, arrangement, arrangeAgain, put } = usePositions(shown, pinned);
  const actions: EntityActions = {
    select: (id) => change({ node: id, edge: undefined }),
    walkTo: (id) => change({ node: id, edge: undefined }, { replace: true }),
    expand: (id) => {
      if (!open.includes(id)) change({ open: [...open, id], node: id, edge: undefined });
    },
    collapse: (id) => {
      if (shown === undefined) return;
      const rest = keepCollapsed(client, workspace, start, { shown, open, id, keep: new Set(pinned.keys()) });
      change({ open: rest.length === 0 ? undefined : rest, node: id, edge: undefined });
    },
    pin: (id, position = positions.get(id)) => {
      if (position !== undefined) change({ pin: pinList(withPin(pinned, id, position)) });
    },
    unpin: (id) => {
      const position = pinned.get(id);
      if (position !== undefined) put(id, position);
      change({ pin: pinList(withoutPin(pinned, id)) });
    },
    remove: (id) =>
      change({
        without: toggled(address.without, id),
        open: open.includes(id) ? toggled(open, id) : address.open,
        pin: pinList(withoutPin(pinned, id)),
        node: address.node === id ? undefined : address.node,
        edge: undefined,
      }),
    startFrom: (id) => change({ ...startingFrom({ from: id }), node: id }),
    findPath: (from, to) => change(startingFrom({ from, to })),
  };
  return {
    address,
    change,
    start,
    shown,
    part,
    filtered,
    filter,
    facets,
    scale,
    positions,
    arrangement,
    arrangeAgain,
    pinned,
    node: filtered.nodes.find(({ id }) => id === address.node),
    actions,
    error,
    isFetching,
    refetch,
  };
}
