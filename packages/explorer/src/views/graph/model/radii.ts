import type { GraphNode } from "colloquy/api";

const RADIUS = { least: 3.5, most: 13 };

/** Pixels by id: an entity with the fewest mentions has the smallest radius, one with the most the largest. */
export function radiiOf(nodes: readonly Pick<GraphNode, "id" | "mentions">[]): ReadonlyMap<string, number> {
  const logs = nodes.map(({ mentions }) => Math.log1p(mentions));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const part = (log: number): number => (most === least ? 0.5 : (log - least) / (most - least));
  return new Map(
    nodes.map(({ id }, index) => {
      const place = part(logs[index] ?? least);
      return [id, RADIUS.least + (RADIUS.most - RADIUS.least) * place ** 1.5];
    }),
  );
}
