import type { GraphPart } from "colloquy/api";
import type { Shown } from "./model/shown.ts";
import { useEffect, useRef, useState } from "react";
import type { LayoutInput } from "./model/layout.ts";
import { place, type Position, type Positions } from "./model/placement.ts";
import { radiiOf } from "./model/radii.ts";
import { LayoutClient } from "./picture/layout-client.ts";

interface Arranged {
  readonly positions: Positions;
  /** Computes all places anew, except those that are pinned. */
  readonly arrangeAgain: () => void;
  /** Notes where a person put an entity. */
  readonly put: (id: string, position: Position) => void;
}

/** Space around a node, as a part of its radius and in units of positions. */
const SPACE = { factor: 1.2, least: 8 };

/** Places for the entities of a part. Entities that have a place keep it nearly when others come. */
export function usePositions(shown: Shown | undefined, pinned: ReadonlySet<string>): Arranged {
  const [positions, setPositions] = useState<Positions>(new Map());
  const client = useRef<LayoutClient | null>(null);
  const known = useRef<Positions>(positions);
  const start = useRef<string | null>(null);
  const [turn, setTurn] = useState(0);
  const pins = useRef(pinned);
  pins.current = pinned;

  useEffect(() => {
    client.current = new LayoutClient();
    return () => {
      client.current?.end();
      client.current = null;
    };
  }, []);

  useEffect(() => {
    if (shown === undefined || client.current === null) return undefined;
    const { part } = shown;
    if (start.current !== shown.start) known.current = new Map();
    start.current = shown.start;
    if (part.nodes.every(({ id }) => known.current.has(id))) return undefined;
    const controller = new AbortController();
    const keep = (found: Positions): void => {
      known.current = new Map([...known.current, ...found]);
      setPositions(known.current);
    };
    client.current
      .layOut(inputOf(part, known.current, pins.current), controller.signal)
      .then(keep, (error: unknown) => {
        if (!controller.signal.aborted) throw error;
      });
    return () => controller.abort();
  }, [shown, turn]);

  return {
    positions,
    arrangeAgain: () => {
      known.current = new Map([...known.current].filter(([id]) => pinned.has(id)));
      setTurn((before) => before + 1);
    },
    put: (id, position) => {
      known.current = new Map([...known.current, [id, position]]);
      setPositions(known.current);
    },
  };
}

function inputOf({ nodes, edges }: GraphPart, known: Positions, pinned: ReadonlySet<string>): LayoutInput {
  const radii = radiiOf(nodes);
  const ids = nodes.map(({ id }) => id);
  const shown = new Map(ids.flatMap((id) => entry(known, id)));
  const places = place(ids, edges, shown);
  return {
    nodes: ids.map((id) => ({
      id,
      ...(places.get(id) ?? { x: 0, y: 0 }),
      size: (radii.get(id) ?? 0) * SPACE.factor + SPACE.least,
      hold: !shown.has(id) ? "free" : pinned.has(id) ? "pinned" : "settled",
    })),
    links: edges.map(({ source, target, count }) => ({ source, target, weight: 1 + Math.log10(Math.max(1, count)) })),
  };
}

function entry<Value>(map: ReadonlyMap<string, Value>, key: string): readonly (readonly [string, Value])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}
