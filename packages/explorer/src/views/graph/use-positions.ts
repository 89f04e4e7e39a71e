import type { GraphPart } from "colloquy/api";
import { useEffect, useMemo, useRef, useState } from "react";
import type { LayoutInput } from "./model/layout.ts";
import { place, type Position, type Positions } from "./model/placement.ts";
import type { Shown } from "./model/shown.ts";
import { LayoutClient } from "./picture/layout-client.ts";

interface Arrangement {
  readonly positions: Positions;
  /** Tells arrangements apart: of another start, or computed anew. */
  readonly arrangement: string;
}

interface Arranged extends Arrangement {
  /** Computes all places anew, except those that are pinned. */
  readonly arrangeAgain: () => void;
  /** Gives an entity another place, which it keeps without a pin. */
  readonly put: (id: string, position: Position) => void;
}

/**
 * Places for the entities of a part. Entities that have a place keep it when others come. Pinned ones are where their pins
 * say; without its pin an entity is where it was before.
 */
export function usePositions(shown: Shown | undefined, pinned: Positions): Arranged {
  const [arranged, setArranged] = useState<Arrangement>({ positions: new Map(), arrangement: "" });
  const client = useRef<LayoutClient | null>(null);
  const known = useRef<Positions>(arranged.positions);
  const start = useRef<string | null>(null);
  const pins = useRef(pinned);
  pins.current = pinned;
  const [turn, setTurn] = useState(0);

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
    const input = inputOf(part, new Map([...known.current, ...pins.current]));
    const keep = (found: Positions): void => {
      known.current = new Map([...known.current, ...found]);
      setArranged({ positions: known.current, arrangement: `${shown.start} ${turn}` });
    };
    client.current.layOut(input, controller.signal).then(keep, () => {
      // A worker that cannot run leaves the entities where they would begin.
      if (!controller.signal.aborted) keep(new Map(input.nodes.map(({ id, x, y }) => [id, { x, y }])));
    });
    return () => controller.abort();
  }, [shown, turn]);

  const positions = useMemo(() => new Map([...arranged.positions, ...pinned]), [arranged.positions, pinned]);
  return {
    ...arranged,
    positions,
    arrangeAgain: () => {
      known.current = new Map();
      setTurn((before) => before + 1);
    },
    put: (id, position) => {
      known.current = new Map([...known.current, [id, position]]);
      setArranged((before) => ({ ...before, positions: known.current }));
    },
  };
}

function inputOf({ nodes, edges }: GraphPart, known: Positions): LayoutInput {
  const ids = nodes.map(({ id }) => id);
  const shown = new Map(ids.flatMap((id) => entry(known, id)));
  const places = place(ids, edges, shown);
  return {
    nodes: ids.map((id) => ({
      id,
      ...(places.get(id) ?? { x: 0, y: 0 }),
      isFixed: shown.has(id),
    })),
    links: edges.map(({ source, target, count }) => ({ source, target, weight: 1 + Math.log10(Math.max(1, count)) })),
  };
}

function entry<Value>(map: ReadonlyMap<string, Value>, key: string): readonly (readonly [string, Value])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}
