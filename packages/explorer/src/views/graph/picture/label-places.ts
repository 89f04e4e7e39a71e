import { type Box, type Disc, Obstacles, type Size } from "./obstacles.ts";

/** A label with the places that it may have, the best first. */
export interface Candidate {
  readonly id: string;
  readonly places: readonly Box[];
  /** Whether it is written in any case: if all places are taken, in the one that covers least. */
  readonly isForced: boolean;
}

const GAP = 4;
/** Labels for so many pixels, so that a picture stays calm. */
const PIXELS_PER_LABEL = 9_000;
const LEAST_LABELS = 12;
/** So many covered pixels of discs make a place as bad as the next one, where a name is less clearly that of its disc. */
const LATER_PLACE = 20;

/**
 * Gives the candidates places in their order, if one is free: inside the picture, over no other label and no disc.
 * @returns boxes by id
 */
export function placeLabels(
  candidates: Iterable<Candidate>,
  discs: Iterable<Disc>,
  picture: Size,
): ReadonlyMap<string, Box> {
  const obstacles = new Obstacles(picture);
  for (const disc of discs) obstacles.addDisc(disc);
  const most = Math.max(LEAST_LABELS, (picture.width * picture.height) / PIXELS_PER_LABEL);
  const placed = new Map<string, Box>();
  for (const { id, places, isForced } of candidates) {
    if (placed.size >= most && !isForced) continue;
    const place = places.find((box) => obstacles.costOf(box) === 0) ?? (isForced ? cheapest(places, obstacles) : null);
    if (place === null) continue;
    obstacles.addLabel(place);
    placed.set(id, place);
  }
  return placed;
}

function cheapest(places: readonly Box[], obstacles: Obstacles): Box | null {
  let best: { readonly box: Box; readonly cost: number } | null = null;
  for (const [index, place] of places.entries()) {
    const box = obstacles.moveInside(place);
    const cost = obstacles.costOf(box) + index * LATER_PLACE;
    if (best === null || cost < best.cost) best = { box, cost };
  }
  return best?.box ?? null;
}

/** Right, left, below and above a disc, and then at its corners. */
export function placesBeside({ x, y, radius }: Disc, { width, height }: Size): readonly Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const away = radius * Math.SQRT1_2 + GAP / 2;
  return [
    box(x + radius + GAP, y - height / 2),
    box(x - radius - GAP - width, y - height / 2),
    box(x - width / 2, y + radius + GAP / 2),
    box(x - width / 2, y - radius - GAP / 2 - height),
    box(x + away, y - away - height),
    box(x + away, y + away),
    box(x - away - width, y - away - height),
    box(x - away - width, y + away),
  ];
}

const ALONG = [0.5, 0.65, 0.35, 0.8, 0.2];
const ASIDE = [0.5, 0.75, 0.25, 1, 0];

type Point = Readonly<{ x: number; y: number }>;

/** In the middle of a line, and nearer to its ends. */
export function placesAlong({ from, to }: { from: Point; to: Point }, size: Size): readonly Box[] {
  return ALONG.map((part) => around(between(from, to, part), size));
}

/** On both sides of a line, so that the line is not covered. */
export function placesAside({ from, to }: { from: Point; to: Point }, size: Size): readonly Box[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const side = { x: -(to.y - from.y) / length, y: (to.x - from.x) / length };
  const away = (Math.abs(side.x) * size.width + Math.abs(side.y) * size.height + GAP) / 2;
  return ASIDE.flatMap((part) =>
    [-away, away].map((distance) => {
      const { x, y } = between(from, to, part);
      return around({ x: x + side.x * distance, y: y + side.y * distance }, size);
    }),
  );
}

function between(from: Point, to: Point, part: number): Point {
  return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
}

function around({ x, y }: Point, { width, height }: Size): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
