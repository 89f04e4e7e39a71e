/** A rectangle on the screen, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A label with the places that it may have, the best first. */
export interface Candidate {
  readonly id: string;
  readonly places: readonly Box[];
  /** Whether it has its first place if all are taken. */
  readonly isForced: boolean;
}

/** A disc that labels must not lie over. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 4;
/** Labels for so many pixels, so that a picture stays calm. */
const PIXELS_PER_LABEL = 9_000;
const LEAST_LABELS = 12;

/**
 * Gives the candidates places in their order, if one is free: inside the picture, over no other label and no disc.
 * @returns boxes by id
 */
export function placeLabels(
  candidates: Iterable<Candidate>,
  discs: Iterable<Disc>,
  picture: Size,
): ReadonlyMap<string, Box> {
  const taken = new Taken();
  for (const { x, y, radius } of discs)
    taken.add({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });
  const most = Math.max(LEAST_LABELS, (picture.width * picture.height) / PIXELS_PER_LABEL);
  const placed = new Map<string, Box>();
  for (const { id, places, isForced } of candidates) {
    if (placed.size >= most && !isForced) continue;
    const place =
      places.find((box) => isInside(box, picture) && taken.isFree(box)) ?? (isForced ? places[0] : undefined);
    if (place === undefined) continue;
    taken.add(place);
    placed.set(id, place);
  }
  return placed;
}

/** Right, left, below and above a disc. */
export function placesBeside({ x, y, radius }: Disc, { width, height }: Size): readonly Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  return [
    box(x + radius + GAP, y - height / 2),
    box(x - radius - GAP - width, y - height / 2),
    box(x - width / 2, y + radius + GAP / 2),
    box(x - width / 2, y - radius - GAP / 2 - height),
  ];
}

const ALONG = [0.5, 0.65, 0.35, 0.8, 0.2];

type Point = Readonly<{ x: number; y: number }>;

/** In the middle of a line, and nearer to its ends. */
export function placesAlong({ from, to }: { from: Point; to: Point }, { width, height }: Size): readonly Box[] {
  return ALONG.map((part) => {
    const [x, y] = [from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)];
    return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
  });
}

/** Boxes that labels must not lie over, in cells of a grid. */
class Taken {
  static readonly #CELL = 64;
  readonly #cells = new Map<string, Box[]>();

  add(box: Box): void {
    for (const cell of this.#cellsOf(box)) {
      const boxes = this.#cells.get(cell);
      if (boxes === undefined) this.#cells.set(cell, [box]);
      else boxes.push(box);
    }
  }

  isFree(box: Box): boolean {
    for (const cell of this.#cellsOf(box))
      if (this.#cells.get(cell)?.some((other) => overlap(box, other)) === true) return false;
    return true;
  }

  *#cellsOf({ left, top, right, bottom }: Box): Generator<string> {
    const size = Taken.#CELL;
    for (let column = Math.floor(left / size); column * size <= right; column++)
      for (let row = Math.floor(top / size); row * size <= bottom; row++) yield `${column} ${row}`;
  }
}

function isInside({ left, top, right, bottom }: Box, { width, height }: Size): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
