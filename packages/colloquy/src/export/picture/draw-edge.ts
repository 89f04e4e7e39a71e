import { escapeMarkup } from "../../text/index.ts";
import type { Point } from "./layout.ts";
import { type Box, overlap, round } from "./place.ts";
import type { Route } from "./route.ts";
import { marksOf, verbOf } from "./words.ts";

/** The line of an edge, and its arrow head if it has one. */
export function drawLine({ edge, index, path, width, head }: Route): string {
  const less = edge.type === "REDUCES";
  const marker = edge.kind === "broader" ? "arrow-broader" : less ? "arrow-less" : "arrow";
  const arrow = head === 0 ? "" : ` marker-end="url(#${marker})"`;
  const unstated = edge.derived !== undefined || (edge.polarity !== null && edge.polarity.stated === 0);
  const classes = `edge ${edge.kind}${edge.kind === "said" && less ? " less" : ""}${unstated ? " unstated" : ""}`;
  return `<g class="${classes}" data-edge="${index}"><path class="hit" d="${path}"/><path class="line" d="${path}" stroke-width="${width}"${arrow}/></g>`;
}

/** Candidate positions of a verb along its line; the best first. */
const VERB_SHARES = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72];

/** Draws the verb of an edge. A verb without a free position is shown only when the pointer is on its line. Adds its box to `taken`. */
export function drawVerb({ edge, index, at }: Route, taken: Box[]): string {
  if (edge.kind !== "said" && edge.kind !== "broader") return "";
  const verb = verbOf(edge.type);
  const size = { halfWidth: (verb.length * 5.6) / 2 + 2, halfHeight: 7 };
  const free = freePlace(size, VERB_SHARES.map(at), taken);
  const { x, y } = free ?? at(0.5);
  const classes = `verb${edge.type === "REDUCES" ? " less" : ""}${free === null ? " crowded" : ""}`;
  return `<text class="${classes}" data-edge="${index}" x="${round(x)}" y="${round(y + 3.5)}">${escapeMarkup(verb)}</text>`;
}

/** Half the width of a character of a sign. */
const MARK_CHARACTER = 4.6;
/** Candidate distances of signs from the arrow head; the best first. */
const MARK_GAPS = [2, 8, 14, 20];
/** On the line, or on either side of it. */
const MARK_SIDES = [0, 1, -1];

/**
 * Draws the signs of how an edge is said, next to its arrow head. Adds their box to `taken`. Signs are always shown,
 * because a denied relation without its sign would be read as stated.
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

/** Candidate positions of signs of this size; the best first. */
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

/** The first position where a text of this size covers nothing; null when there is none. */
function freePlace(size: Pick<Box, "halfWidth" | "halfHeight">, places: readonly Point[], taken: Box[]): Point | null {
  const free = places
    .map((point) => ({ ...point, ...size }))
    .find((box) => !taken.some((other) => overlap(box, other)));
  if (free !== undefined) taken.push(free);
  return free ?? null;
}
