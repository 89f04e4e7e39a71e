/** A rectangle on the screen, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A disc that labels must not lie over. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Obstacle {
  readonly box: Box;
  /** null: a label. */
  readonly disc: Disc | null;
}

/** Cost of a covered pixel. A label over another one is not legible; one outside of the picture is not seen at all. */
const COST = { disc: 1, label: 1_000, outside: 1_000_000 };
const CELL = 64;

/** What labels must not lie over, in cells of a grid. */
export class Obstacles {
  readonly #picture: Size;
  readonly #cells = new Map<string, Obstacle[]>();

  constructor(picture: Size) {
    this.#picture = picture;
  }

  addDisc(disc: Disc): void {
    const { x, y, radius } = disc;
    this.#add({ box: { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, disc });
  }

  addLabel(box: Box): void {
    this.#add({ box, disc: null });
  }

  /** How bad a place is; 0: it is free. */
  costOf(box: Box): number {
    const { width, height } = this.#picture;
    const inside = common(box, { left: 0, top: 0, right: width, bottom: height });
    const outside = (box.right - box.left) * (box.bottom - box.top) - inside;
    const near = new Set([...cellsOf(box)].flatMap((cell) => this.#cells.get(cell) ?? []));
    return [...near].reduce(
      (sum, other) => sum + common(box, other.box) * costOfPixel(box, other),
      isInside(box, this.#picture) ? 0 : outside * COST.outside,
    );
  }

  /** Moves a box into the picture if a part of it is there. */
  moveInside(box: Box): Box {
    const { width, height } = this.#picture;
    if (common(box, { left: 0, top: 0, right: width, bottom: height }) === 0) return box;
    const right = Math.max(0, -box.left) - Math.max(0, box.right - width);
    const down = Math.max(0, -box.top) - Math.max(0, box.bottom - height);
    return { left: box.left + right, right: box.right + right, top: box.top + down, bottom: box.bottom + down };
  }

  #add(obstacle: Obstacle): void {
    for (const cell of cellsOf(obstacle.box)) {
      const obstacles = this.#cells.get(cell);
      if (obstacles === undefined) this.#cells.set(cell, [obstacle]);
      else obstacles.push(obstacle);
    }
  }
}

function costOfPixel({ left, top, right, bottom }: Box, { disc }: Obstacle): number {
  if (disc === null) return COST.label;
  const [dx, dy] = [Math.max(left - disc.x, 0, disc.x - right), Math.max(top - disc.y, 0, disc.y - bottom)];
  return Math.hypot(dx, dy) < disc.radius ? COST.disc : 0;
}

function* cellsOf({ left, top, right, bottom }: Box): Generator<string> {
  for (let column = Math.floor(left / CELL); column * CELL <= right; column++)
    for (let row = Math.floor(top / CELL); row * CELL <= bottom; row++) yield `${column} ${row}`;
}

function isInside({ left, top, right, bottom }: Box, { width, height }: Size): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

/** The area that two boxes have in common. */
function common(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
