import { useNavigate, useSearch } from "@tanstack/react-router";
import type { GraphRequest, Polarity } from "colloquy/api";
import type { GraphAddress } from "../../app/router.tsx";
import type { Filter } from "./model/filter.ts";
import type { Position, Positions } from "./model/placement.ts";
import type { TimeScale } from "./model/time.ts";

/** What a picture starts with. */
export type Start = GraphRequest["start"] | { readonly path: readonly [from: string, to: string] };

export type ChangeAddress = (change: Partial<GraphAddress>, options?: { readonly replace?: boolean }) => void;

/** The address of the graph, and a function that changes a part of it. */
export function useGraphAddress(): readonly [GraphAddress, ChangeAddress] {
  const address = useSearch({ from: "/w/$workspace/graph" });
  const navigate = useNavigate({ from: "/w/$workspace/graph" });
  const change: ChangeAddress = (changed, { replace = false } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace, resetScroll: false });
  return [address, change];
}

export function startOf({ from, to, words }: GraphAddress): Start {
  if (from !== undefined && to !== undefined) return { path: [from, to] };
  if (words !== undefined) return { words };
  return from === undefined ? { telling: true } : { entities: [from] };
}

/** A change of the address that starts anew; filters stay. */
export function startingFrom(start: { readonly from?: string; readonly to?: string; readonly words?: string }) {
  const { from, to, words } = start;
  return { from, to, words, node: undefined, edge: undefined, open: undefined, without: undefined, pin: undefined };
}

/** The most pinned entities: the address has to fit into a request. */
const MOST_PINS = 40;
const PIN = /^(.{1,200})@(-?\d{1,6}),(-?\d{1,6})$/;

/** The places of the pinned entities, the latest last. */
export function pinsOf({ pin = [] }: GraphAddress): Positions {
  return new Map(
    pin.slice(-MOST_PINS).flatMap((text) => {
      const [, id, x, y] = PIN.exec(text) ?? [];
      return id === undefined ? [] : [[id, { x: Number(x), y: Number(y) }] as const];
    }),
  );
}

/** Pins as the address has them, in whole units. Beyond 40 the earliest ones end. */
export function pinList(pins: Positions): readonly string[] | undefined {
  const list = [...pins].slice(-MOST_PINS).map(([id, { x, y }]) => `${id}@${Math.round(x)},${Math.round(y)}`);
  return list.length === 0 ? undefined : list;
}

/** The pins with one more, or with another place of one. */
export function withPin(pins: Positions, id: string, position: Position): Positions {
  return new Map([...withoutPin(pins, id), [id, position]]);
}

export function withoutPin(pins: Positions, id: string): Positions {
  return new Map([...pins].filter(([each]) => each !== id));
}

const POLARITIES: readonly Polarity[] = ["stated", "negated", "question", "hypothetical", "implied"];

/** The filter of an address. The range of time is one of days or of moments, as the shown part has them. */
export function filterOf(address: GraphAddress, scale: TimeScale | null): Filter {
  const { since, until } = address;
  const hasTime = scale !== null && (since !== undefined || until !== undefined);
  return {
    types: address.type ?? [],
    relations: address.relation ?? [],
    polarities: POLARITIES.filter((polarity) => address.polarity?.includes(polarity)),
    speakers: address.speaker ?? [],
    files: address.file ?? [],
    days:
      hasTime && scale.kind === "days"
        ? { from: since ?? scale.days[0] ?? "", to: until ?? scale.days.at(-1) ?? "" }
        : null,
    moments:
      hasTime && scale.kind === "moments"
        ? { from: milliseconds(since) ?? 0, to: milliseconds(until) ?? scale.endMs }
        : null,
  };
}

function milliseconds(seconds: string | undefined): number | null {
  const value = seconds === undefined ? Number.NaN : Number(seconds) * 1_000;
  return Number.isFinite(value) ? value : null;
}

/** Adds a value to a list of the address, or takes it away; an empty list is not in the address. */
export function toggled(list: readonly string[] | undefined, value: string): readonly string[] | undefined {
  const all = list ?? [];
  const changed = all.includes(value) ? all.filter((each) => each !== value) : [...all, value];
  return changed.length === 0 ? undefined : changed;
}
