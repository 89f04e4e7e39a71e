import { MultiDirectedGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

/** What a layout is computed of. It can be sent to a worker. */
export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  readonly links: readonly LayoutLink[];
}

export interface LayoutNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Whether it stays where it is: a person put it there, or it was there before others came. */
  readonly isFixed: boolean;
}

export interface LayoutLink {
  readonly source: string;
  readonly target: string;
  readonly weight: number;
}

/** Above this the approximation of Barnes and Hut is faster than all pairs. */
const EXACT_NODES = 800;
/** Work of a layout, in pairs of nodes, and bounds of its steps. */
const WORK = 40_000_000;
const STEPS = { least: 60, most: 600 };
/** Gives neighbours a distance of some radii, and the whole the size of a disc with all nodes. */
const SCALE = 900;
const GRAVITY = 1;

/**
 * Positions by ForceAtlas2 (Jacomy et al., 2014): x and y of each node, in the order of the nodes. It ends by itself, and the
 * same input has the same positions.
 */
export function layOut({ nodes, links }: LayoutInput): Float32Array {
  const graph = new MultiDirectedGraph<{ x: number; y: number; fixed: boolean }>();
  for (const { id, x, y, isFixed } of nodes) graph.addNode(id, { x, y, fixed: isFixed });
  for (const { source, target, weight } of links)
    if (source !== target && graph.hasNode(source) && graph.hasNode(target)) graph.addEdge(source, target, { weight });
  const count = nodes.length;
  const iterations = Math.max(STEPS.least, Math.min(STEPS.most, Math.round(WORK / Math.max(1, count * count))));
  const settings = {
    barnesHutOptimize: count > EXACT_NODES,
    // Gravity that grows with the distance: many nodes have no way to the others, and would be far away.
    strongGravityMode: true,
    gravity: GRAVITY,
    scalingRatio: SCALE,
    slowDown: 2 + Math.log(Math.max(1, count)),
    edgeWeightInfluence: 0.5,
  };
  if (count > 1) forceAtlas2.assign(graph, { iterations, getEdgeWeight: "weight", settings });
  return Float32Array.from(
    nodes.flatMap(({ id }) => [graph.getNodeAttribute(id, "x"), graph.getNodeAttribute(id, "y")]),
  );
}
