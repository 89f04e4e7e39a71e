import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

/** A node to place: its disc and the lines of its label below. Units are those of the SVG. */
export interface Shape {
  readonly id: string;
  readonly radius: number;
  readonly labelWidth: number;
  readonly labelHeight: number;
}

export interface Spring {
  readonly source: string;
  readonly target: string;
  readonly length: number;
  /** From 0 to 1. */
  readonly strength: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Body extends SimulationNodeDatum {
  readonly id: string;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Distance of the center of disc and label below the center of the disc. */
  readonly drop: number;
  x: number;
  y: number;
}

const GAP = 9;
const TICKS = 400;
const SEPARATION_PASSES = 600;

/**
 * Places nodes by springs and repulsion (d3-force, with its own seeded generator), then separates boxes until no disc or
 * label overlaps another. The same input gives the same picture.
 */
export function layout(shapes: readonly Shape[], springs: readonly Spring[]): ReadonlyMap<string, Point> {
  const bodies = shapes.map(bodyOf);
  forceSimulation(bodies)
    .force(
      "springs",
      forceLink<Body, { source: string | Body; target: string | Body } & Pick<Spring, "length" | "strength">>(
        springs.map((spring) => ({ ...spring })),
      )
        .id((body) => body.id)
        .distance((spring) => spring.length)
        .strength((spring) => spring.strength),
    )
    .force("repulsion", forceManyBody<Body>().strength(-430).distanceMax(480))
    .force("x", forceX<Body>(0).strength(0.075))
    .force("y", forceY<Body>(0).strength(0.095))
    .force("boxes", (alpha) => separate(bodies, 0.5 * alpha + 0.05))
    .stop()
    .tick(TICKS);
  for (let pass = 0; pass < SEPARATION_PASSES && separate(bodies, 1); pass++);
  return new Map(bodies.map(({ id, x, y }) => [id, { x, y }]));
}

function bodyOf({ id, radius, labelWidth, labelHeight }: Shape): Body {
  return {
    id,
    halfWidth: (Math.max(2 * radius, labelWidth) + GAP) / 2,
    halfHeight: (2 * radius + labelHeight + GAP) / 2,
    drop: labelHeight / 2,
    x: Number.NaN,
    y: Number.NaN,
  };
}

/** Moves overlapping boxes apart in the shorter direction. Returns whether any boxes overlapped. */
function separate(bodies: readonly Body[], share: number): boolean {
  let overlapped = false;
  bodies.forEach((left, index) => {
    for (const right of bodies.slice(index + 1)) {
      const dx = right.x - left.x;
      const dy = right.y + right.drop - (left.y + left.drop);
      const overX = left.halfWidth + right.halfWidth - Math.abs(dx);
      const overY = left.halfHeight + right.halfHeight - Math.abs(dy);
      if (overX <= 0.01 || overY <= 0.01) continue;
      overlapped = true;
      if (overX < overY) {
        const push = (Math.sign(dx) || 1) * (overX / 2) * share;
        left.x -= push;
        right.x += push;
      } else {
        const push = (Math.sign(dy) || 1) * (overY / 2) * share;
        left.y -= push;
        right.y += push;
      }
    }
  });
  return overlapped;
}
