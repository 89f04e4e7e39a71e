import type { CostTotal } from "../../calls/index.ts";
import {
  formatCount,
  formatDecimal,
  formatDollars,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  markup,
  type Markup,
} from "../../text/index.ts";

/** A part of the reports with its position in the JSON that the page holds, for example `cost.models.0`. */
export interface Placed<Item> {
  readonly path: string;
  readonly item: Item;
}

/** The items of a list of the reports. */
export function placed<Item>(path: string, items: readonly Item[]): readonly Placed<Item>[] {
  return items.map((item, index) => ({ path: `${path}.${index}`, item }));
}

/** A part of a part of the reports. */
export function within<Item, Key extends keyof Item & string>(
  { path, item }: Placed<Item>,
  key: Key,
): Placed<Item[Key]> {
  return { path: `${path}.${key}`, item: item[key] };
}

/** A unit of figures; `ms` and `s` are times, `share` is from 0 to 1. */
export type Unit = "count" | "rate" | "usd" | "s" | "ms" | "share";

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  count: formatCount,
  rate: formatDecimal,
  usd: formatDollars,
  s: formatDuration,
  ms: formatMilliseconds,
  share: formatPercent,
};

/** The keys of the reports that are not counts. */
const UNITS: readonly (readonly [key: RegExp, unit: Unit])[] = [
  [/Usd$/, "usd"],
  [/PerSecond$/, "rate"],
  [/seconds$/i, "s"],
  [/Ms$|^(?:mean|p\d\d|max)$/, "ms"],
  [/^share$/, "share"],
];

/** The keys of an item whose values are figures. */
export type FigureKey<Item> = {
  [Key in keyof Item & string]: Item[Key] extends number | null | undefined ? Key : never;
}[keyof Item & string];

/**
 * A figure of the reports as the page shows it. `data-figure` is its position in the JSON that the page holds, so programs
 * and tests can compare both. In a row with `data-of`, it is relative to that position.
 * @param unit by default, the unit of the ending of the key (`UNITS`). Give it for a key with an ending that means another
 *   unit, such as `mean` of chunks, or for a count that is not a whole number.
 */
export function figure<Item extends object>(
  { path, item }: Placed<Item | null>,
  key: FigureKey<Item>,
  unit: Unit = UNITS.find(([keys]) => keys.test(key))?.[1] ?? "count",
): Markup {
  const value = item?.[key] as number | null | undefined;
  const position = path === "" ? key : `${path}.${key}`;
  // An absent limit is unknown.
  if (value === null || value === undefined)
    return markup`<span data-figure="${position}" class="unknown">unknown</span>`;
  return markup`<span data-figure="${position}">${FORMATS[unit](value)}</span>`;
}

type Cost = Pick<CostTotal, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">;

/** A cost, or its bounds when it is not known. */
export function costFigure(cost: Placed<Cost>): Markup {
  return boundsFigure(cost) ?? figure(cost, "costUsd");
}

/** The bounds of an unknown cost; null when the cost is known or has no bounds. */
export function boundsFigure(cost: Placed<Cost>): Markup | null {
  const { costUsd, costAtLeastUsd, costAtMostUsd } = cost.item;
  if (costUsd !== null || (costAtMostUsd === null && costAtLeastUsd === 0)) return null;
  const least = markup`at least ${figure(cost, "costAtLeastUsd")}`;
  return costAtMostUsd === null ? least : markup`${least}, at most ${figure(cost, "costAtMostUsd")}`;
}
