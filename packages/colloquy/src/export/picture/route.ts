import { isSymmetric } from "../../model/index.ts";
import type { Point } from "./layout.ts";
import type { PictureEdge } from "./picture.ts";
import { type Box, boxesOf, overlap, type Placed, round } from "./place.ts";

/** The line of an edge between two nodes. */
export interface Route {
  readonly edge: PictureEdge;
  /** Index of the edge among all edges. */
  readonly index: number;
  readonly path: string;
  readonly width: number;
  /** Length of the arrow head; 0 without an arrow head. */
  readonly head: number;
  /** The point at this distance before the end. */
  before(distance: number): Point;
  at(share: number): Point;
  /** Approximate length. */
  readonly length: number;
  /** Direction from the beginning to the end. */
  readonly direction: Point;
}

/** In widths of the line. */
export const HEAD_SIZE = 7;
/** The hollow head of a thin line. */
export const BROADER_HEAD_SIZE = 11;

/** The routes of all edges with placed ends. */
export function routesOf(edges: readonly PictureEdge[], placed: ReadonlyMap<string, Placed>): readonly Route[] {
  const between = new Map<string, number>();
  return edges.flatMap((edge, index) => {
    const [from, to] = [placed.get(edge.source), placed.get(edge.target)];
    if (from === undefined || to === undefined) return [];
    const ends = `${edge.source} ${edge.target}`;
    const earlier = edge.kind === "said" ? (between.get(ends) ?? 0) : 0;
    between.set(ends, earlier + 1);
    return [routeOf(edge, index, { from, to, bend: edge.kind === "said" ? BEND + earlier * FURTHER_BEND : 0 })];
  });
}

/** Curvature of a line as a share of its length; it separates lines between the same nodes. */
const BEND = 0.09;
const FURTHER_BEND = 0.14;

interface Path {
  readonly from: Placed;
  readonly to: Placed;
  readonly bend: number;
}

function routeOf(edge: PictureEdge, index: number, { from, to, bend }: Path): Route {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.hypot(dx, dy) || 1;
  const direction = { x: dx / distance, y: dy / distance };
  const start = outsideOf(from, direction, 5);
  const end = outsideOf(to, { x: -direction.x, y: -direction.y }, 7);
  const middle = {
    x: (start.x + end.x) / 2 - direction.y * bend * distance,
    y: (start.y + end.y) / 2 + direction.x * bend * distance,
  };
  const at = (share: number): Point => ({
    x: (1 - share) ** 2 * start.x + 2 * share * (1 - share) * middle.x + share ** 2 * end.x,
    y: (1 - share) ** 2 * start.y + 2 * share * (1 - share) * middle.y + share ** 2 * end.y,
  });
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const width = edge.kind === "said" ? round(Math.min(4, 1.4 + 0.5 * Math.log2(edge.count))) : 1;
  const head = headOf(edge, width);
  return {
    edge,
    index,
    path: `M${round(start.x)} ${round(start.y)} Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`,
    width,
    head,
    at,
    before: (before) => at(Math.max(0, 1 - before / length)),
    length,
    direction,
  };
}

function headOf({ kind, type }: PictureEdge, width: number): number {
  if (kind === "broader") return BROADER_HEAD_SIZE * width;
  return kind === "said" && !isSymmetric(type) ? HEAD_SIZE * width : 0;
}

/** The point where a line in this direction leaves a node: outside its disc, and outside its label if the line crosses it. */
function outsideOf(place: Placed, direction: Point, gap: number): Point {
  const boxes = boxesOf(place);
  let reach = place.radius + gap;
  const at = (): Point => ({ x: place.x + direction.x * reach, y: place.y + direction.y * reach });
  while (boxes.some((box) => overlap(box, { ...at(), halfWidth: 2, halfHeight: 2 }))) reach += 2;
  return at();
}

/** The boxes that the arrow head covers; empty without an arrow head. */
export function headBoxes({ head, before }: Route): readonly Box[] {
  return head === 0 ? [] : [{ ...before(head / 2), halfWidth: head / 2, halfHeight: head / 2 }];
}
