import { escapeMarkup } from "../../text/index.ts";
import type { Point } from "./layout.ts";
import { type Box, overlap, round } from "./place.ts";
import type { Route } from "./route.ts";
import { marksOf, verbOf } from "./words.ts";

/** The line of an edge, and the arrow at its end where it has one. */
export function drawLine({ edge, index, path, width, head }: Route): string {
  const less = edge.type === "REDUCES";
  const arrow = head === 0 ? "" : ` marker-end="url(#${less ? "arrow-less" : "arrow"})"`;
  const unstated = edge.polarity !== null && edge.polarity.stated === 0;
  const classes = `edge ${edge.kind}${edge.kind === "said" && less ? " less" : ""}${unstated ? " unstated" : ""}`;
  return `<g class="${classes}" data-edge="${index}"><path class="hit" d="${path}"/><path class="line" d="${path}" stroke-width="${width}"${arrow}/></g>`;
}

/** Where along its line a verb may stand; the best first. */
const VERB_SHARES = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72];

/** A verb that finds no free place is shown only while its line is pointed at; `taken` grows by its box. */
export function drawVerb({ edge, index, at }: Route, taken: Box[]): string {
  if (edge.kind !== "said") return "";
  const verb = verbOf(edge.type);
  const size = { halfWidth: (verb.length * 5.6) / 2 + 2, halfHeight: 7 };
  const free = freePlace(size, VERB_SHARES.map(at), taken);
  const { x, y } = free ?? at(0.5);
  const classes = `verb${edge.type === "REDUCES" ? " less" : ""}${free === null ? " crowded" : ""}`;
  return `<text class="${classes}" data-edge="${index}" x="${round(x)}" y="${round(y + 3.5)}">${escapeMarkup(verb)}</text>`;
}

/** Half the width of a character of a sign. */
const MARK_CHARACTER = 4.6;
/** How far signs may stand from the head of the arrow; the best first. */
const MARK_GAPS = [2, 8, 14, 20];
/** On the line, or on either side of it. */
const MARK_SIDES = [0, 1, -1];

/**
 * The signs of how an edge is said, at the head of its arrow and not over it; `taken` grows by their box. They are always shown:
 * without them a relation that is denied would be read as stated.
 */
export function drawMark(route: Route, taken: Box[]): string {
  const { edge, index } = route;
  const marks = edge.polarity === null ? "" : marksOf(edge.polarity);
  if (marks === "") return "";
  const size = { halfWidth: marks.length * MARK_CHARACTER, halfHeight: 8 };
  const places = markPlaces(route, size);
  const { x, y } = freePlace(size, places, taken) ?? places[0] ?? route.at(0.5);
  return `<text class="mark" data-edge="${index}" x="${round(x)}" y="${round(y + 5)}">${escapeMarkup(marks)}</text>`;
}

/** Where signs of this size may stand; the best first. */
function markPlaces({ head, length, direction, before }: Route, size: Pick<Box, "halfWidth" | "halfHeight">): Point[] {
  const [along, across] = [Math.abs(direction.x), Math.abs(direction.y)];
  const reach = along * size.halfWidth + across * size.halfHeight;
  const away = across * size.halfWidth + along * size.halfHeight + head / 2 + 2;
  const distances = MARK_GAPS.map((gap) => head + gap + reach).filter((distance) => distance < length);
  return MARK_SIDES.flatMap((side) =>
    [...distances, ...(side === 0 ? [] : [head / 2])].map((distance) => {
      const { x, y } = before(distance);
      return { x: x - direction.y * side * away, y: y + direction.x * side * away };
    }),
  );
}

/** The first of some places where a text of this size covers nothing; null where there is none. */
function freePlace(size: Pick<Box, "halfWidth" | "halfHeight">, places: readonly Point[], taken: Box[]): Point | null {
  const free = places
    .map((point) => ({ ...point, ...size }))
    .find((box) => !taken.some((other) => overlap(box, other)));
  if (free !== undefined) taken.push(free);
  return free ?? null;
}
