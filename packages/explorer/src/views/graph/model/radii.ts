import type { GraphNode } from "colloquy/api";

const RADIUS = { least: 3.5, most: 15 };

/** Pixels by id: the more mentions, the larger; an entity of the most mentions has the largest. */
export function radiiOf(nodes: readonly Pick<GraphNode, "id" | "mentions">[]): ReadonlyMap<string, number> {
  const most = Math.log1p(Math.max(1, ...nodes.map(({ mentions }) => mentions)));
  return new Map(
    nodes.map(({ id, mentions }) => [
      id,
      RADIUS.least + (RADIUS.most - RADIUS.least) * (Math.log1p(mentions) / most) ** 1.5,
    ]),
  );
}
