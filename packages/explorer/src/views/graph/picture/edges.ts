import type { Polarity } from "colloquy/api";
import type { ShownEdge } from "../model/filter.ts";
import type { Position } from "../model/placement.ts";

/** A relation as a line of the picture. */
export interface Line {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Pixels from the straight line between the ends, so that relations of two entities lie beside each other. */
  readonly shift: number;
  /** Pixels. */
  readonly width: number;
  /** Denied, asked and supposed relations are dashed. */
  readonly isDashed: boolean;
  readonly tone: "said" | "implied" | "denied";
}

const DISTANCE = 7;
const WIDTH = { least: 1.25, most: 3 };

/** Lines for relations; a relation of an entity with itself has none. */
export function linesOf(edges: readonly ShownEdge[]): readonly Line[] {
  const pairs = Map.groupBy(
    edges.filter(({ source, target }) => source !== target),
    ({ source, target }) => [source, target].toSorted().join(" "),
  );
  return [...pairs.values()].flatMap((beside) =>
    beside.map((edge, index): Line => {
      const shift = (index - (beside.length - 1) / 2) * DISTANCE;
      const said = mostFrequent(edge);
      return {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        // The side of a line depends on its direction.
        shift: edge.source < edge.target ? shift : -shift,
        width: Math.min(WIDTH.most, WIDTH.least + Math.log10(edge.left) * 0.75),
        isDashed: said === "negated" || said === "question" || said === "hypothetical",
        tone: said === "negated" ? "denied" : said === "implied" ? "implied" : "said",
      };
    }),
  );
}

const EXPLICIT: readonly Polarity[] = ["stated", "negated", "question", "hypothetical"];

/** How most of the words say a relation. Words that only imply it count if there are no others. */
function mostFrequent({ polarity, derived }: ShownEdge): Polarity {
  if (derived) return "implied";
  const explicit = EXPLICIT.toSorted((one, other) => (polarity[other] ?? 0) - (polarity[one] ?? 0))[0] ?? "implied";
  return (polarity[explicit] ?? 0) > 0 ? explicit : "implied";
}

/** A line on the screen. */
export interface Segment {
  readonly id: string;
  readonly from: Position;
  readonly to: Position;
}

/** The line between two points, shifted to its side. */
export function shifted(id: string, from: Position, to: Position, shift: number): Segment {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const side = { x: (-(to.y - from.y) / length) * shift, y: ((to.x - from.x) / length) * shift };
  return { id, from: { x: from.x + side.x, y: from.y + side.y }, to: { x: to.x + side.x, y: to.y + side.y } };
}

/** The segment that is nearest to a point, and at most so far away; null: there is none. */
export function nearestSegment(point: Position, segments: Iterable<Segment>, most: number): string | null {
  let nearest: { readonly id: string; readonly distance: number } | null = null;
  for (const segment of segments) {
    const distance = distanceTo(point, segment);
    if (distance <= (nearest?.distance ?? most)) nearest = { id: segment.id, distance };
  }
  return nearest?.id ?? null;
}

function distanceTo({ x, y }: Position, { from, to }: Segment): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(x - from.x - part * dx, y - from.y - part * dy);
}
