import type { Position } from "./placement.ts";

export type Direction = "left" | "right" | "up" | "down";

const ANGLES: Readonly<Record<Direction, number>> = { right: 0, down: Math.PI / 2, left: Math.PI, up: -Math.PI / 2 };
/** How much a neighbour that is not straight in the direction counts as farther away. */
const DEVIATION = 2;

/** The neighbour that is best reached from a point in a direction of the screen (y grows downwards); null: none is there. */
export function neighbourTowards(
  from: Position,
  direction: Direction,
  neighbours: readonly (Position & { readonly id: string })[],
): string | null {
  let best: { readonly id: string; readonly cost: number } | null = null;
  for (const { id, x, y } of neighbours) {
    const [dx, dy] = [x - from.x, y - from.y];
    const turn = Math.abs(wrapped(Math.atan2(dy, dx) - ANGLES[direction]));
    if (turn > Math.PI / 3) continue;
    const cost = Math.hypot(dx, dy) * (1 + DEVIATION * turn);
    if (best === null || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}

/** An angle between -π and π. */
function wrapped(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
