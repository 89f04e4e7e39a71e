/** A label that wants a place beside its node. Pixels. */
export interface Candidate {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
  readonly height: number;
  /** Whether it has a place in any case. */
  readonly isForced: boolean;
}

/** The left end and the middle of a label's line. */
export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

const GAP = 4;
/** Labels for so many pixels, so that a picture stays calm. */
const PIXELS_PER_LABEL = 9_000;
const LEAST_LABELS = 12;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Gives the candidates places in their order, if a place beside their node is free: over no other label and no node. The
 * candidates are all nodes of the picture.
 */
export function placeLabels(
  candidates: readonly Candidate[],
  picture: { readonly width: number; readonly height: number },
): readonly Placed[] {
  const seen = candidates.filter(
    ({ x, y, radius }) => x > -radius && y > -radius && x < picture.width + radius && y < picture.height + radius,
  );
  const taken = new Taken();
  for (const candidate of seen) taken.add(discOf(candidate), candidate.id);
  const most = Math.max(LEAST_LABELS, (picture.width * picture.height) / PIXELS_PER_LABEL);
  const placed: Placed[] = [];
  for (const candidate of seen) {
    const { id, isForced } = candidate;
    if (placed.length >= most && !isForced) continue;
    const places = placesOf(candidate);
    const place = places.find((box) => taken.isFree(box, id)) ?? (isForced ? places[0] : undefined);
    if (place === undefined) continue;
    taken.add(place, "");
    placed.push({ id, x: place.left, y: (place.top + place.bottom) / 2 });
  }
  return placed;
}

/** Boxes that labels must not lie over, in cells of a grid. */
class Taken {
  static readonly #CELL = 64;
  readonly #cells = new Map<string, (Box & { readonly of: string })[]>();

  add(box: Box, of: string): void {
    for (const cell of this.#cellsOf(box)) {
      const boxes = this.#cells.get(cell);
      if (boxes === undefined) this.#cells.set(cell, [{ ...box, of }]);
      else boxes.push({ ...box, of });
    }
  }

  /** Whether nothing lies there but what belongs to `of`. */
  isFree(box: Box, of: string): boolean {
    for (const cell of this.#cellsOf(box))
      if (this.#cells.get(cell)?.some((other) => other.of !== of && overlap(box, other)) === true) return false;
    return true;
  }

  *#cellsOf({ left, top, right, bottom }: Box): Generator<string> {
    const size = Taken.#CELL;
    for (let column = Math.floor(left / size); column * size <= right; column++)
      for (let row = Math.floor(top / size); row * size <= bottom; row++) yield `${column} ${row}`;
  }
}

function discOf({ x, y, radius }: Candidate): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/** Right, left, below and above a node. */
function placesOf({ x, y, radius, width, height }: Candidate): readonly Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  return [
    box(x + radius + GAP, y - height / 2),
    box(x - radius - GAP - width, y - height / 2),
    box(x - width / 2, y + radius + GAP / 2),
    box(x - width / 2, y - radius - GAP / 2 - height),
  ];
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
