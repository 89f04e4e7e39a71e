import { layout, type Point } from "./layout.ts";
import type { EdgeKind, PictureEdge, PictureNode } from "./picture.ts";
import { labelLines } from "./words.ts";

/** A placed node with the lines of its label below. */
export interface Placed extends Point {
  readonly node: PictureNode;
  readonly radius: number;
  readonly lines: readonly string[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

const CHARACTER = 7.1;
const BOLD_CHARACTER = 8.1;
export const LINE_HEIGHT = 15;
const MARGIN = 26;

const SPRINGS: Readonly<Record<EdgeKind, { readonly length: number; readonly strength: number }>> = {
  said: { length: 120, strength: 0.55 },
  broader: { length: 110, strength: 0.3 },
  related: { length: 125, strength: 0.22 },
  speaks: { length: 150, strength: 0.1 },
};

/** The position of each node, by id. */
export function place(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): ReadonlyMap<string, Placed> {
  const most = Math.max(1, ...nodes.map((node) => node.row.mentions));
  const shapes = nodes.map((node) => {
    const lines = labelLines(node.row.name);
    return {
      id: node.row.id,
      node,
      lines,
      radius: radiusOf(node, most),
      labelWidth: widthOf(lines, node) + 4,
      labelHeight: lines.length * LINE_HEIGHT + 3,
    };
  });
  const points = layout(
    shapes,
    edges.map(({ source, target, kind }) => ({ source, target, ...SPRINGS[kind] })),
  );
  return new Map(
    shapes.map(({ id, node, lines, radius }) => [id, { node, lines, radius, ...(points.get(id) ?? { x: 0, y: 0 }) }]),
  );
}

function radiusOf(node: PictureNode, most: number): number {
  const share = Math.sqrt(node.row.mentions / most);
  return Math.round((node.row.type === "Person" ? 15 + 9 * share : 6 + 16 * share) * 10) / 10;
}

/** Approximate width of the longest line in a browser; names of people are bold. */
function widthOf(lines: readonly string[], { row }: PictureNode): number {
  const character = row.type === "Person" ? BOLD_CHARACTER : CHARACTER;
  return Math.max(...lines.map((line) => [...line].length)) * character;
}

/** The boxes of the disc and the label. */
export function boxesOf(place: Placed): readonly Box[] {
  const height = place.lines.length * LINE_HEIGHT;
  return [
    { x: place.x, y: place.y, halfWidth: place.radius, halfHeight: place.radius },
    {
      x: place.x,
      y: place.y + place.radius + height / 2,
      halfWidth: widthOf(place.lines, place.node) / 2,
      halfHeight: height / 2,
    },
  ];
}

/** The bounding box of all nodes, with a margin. */
export function frame(placed: readonly Placed[]): { x: number; y: number; width: number; height: number } {
  const boxes = placed.flatMap(boxesOf);
  const left = Math.min(0, ...boxes.map((box) => box.x - box.halfWidth)) - MARGIN;
  const top = Math.min(0, ...boxes.map((box) => box.y - box.halfHeight)) - MARGIN;
  const right = Math.max(0, ...boxes.map((box) => box.x + box.halfWidth)) + MARGIN;
  const bottom = Math.max(0, ...boxes.map((box) => box.y + box.halfHeight)) + MARGIN;
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) };
}

/** Rounds to a tenth, to keep the page short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function overlap(left: Box, right: Box): boolean {
  return (
    Math.abs(left.x - right.x) < left.halfWidth + right.halfWidth &&
    Math.abs(left.y - right.y) < left.halfHeight + right.halfHeight
  );
}
