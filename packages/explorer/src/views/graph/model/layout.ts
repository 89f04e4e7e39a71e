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
  /** Radius, in the unit of the positions. */
  readonly size: number;
  /** `free`: new. `settled`: has its place, and makes little room for new ones. `pinned`: never moves. */
  readonly hold: "free" | "settled" | "pinned";
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
const GRAVITY = 1;
/** Gives neighbours a distance of some radii. */
const SCALE = 900;
/** Steps in which settled nodes move, too, to make room. */
const YIELDING_STEPS = 15;
const SPREADING_STEPS = 80;

/**
 * Positions by ForceAtlas2 (Jacomy et al., 2014): x and y of each node, in the order of the nodes. It ends by itself, and the
 * same input has the same positions.
 */
export function layOut({ nodes, links }: LayoutInput): Float32Array {
  const graph = new MultiDirectedGraph<{ x: number; y: number; size: number; fixed: boolean }>();
  for (const { id, x, y, size, hold } of nodes) graph.addNode(id, { x, y, size, fixed: hold !== "free" });
  for (const { source, target, weight } of links)
    if (source !== target && graph.hasNode(source) && graph.hasNode(target)) graph.addEdge(source, target, { weight });
  const count = nodes.length;
  const steps = Math.max(STEPS.least, Math.min(STEPS.most, Math.round(WORK / Math.max(1, count * count))));
  const settings = {
    barnesHutOptimize: count > EXACT_NODES,
    // Its size is then that of a disc with all nodes, even if many of them have no way to the others.
    strongGravityMode: true,
    gravity: GRAVITY,
    scalingRatio: SCALE,
    slowDown: 2 + Math.log(Math.max(1, count)),
    edgeWeightInfluence: 0.5,
  };
  const run = (iterations: number, adjustSizes: boolean): void => {
    if (count > 1)
      forceAtlas2.assign(graph, { iterations, getEdgeWeight: "weight", settings: { ...settings, adjustSizes } });
  };
  if (nodes.some(({ hold }) => hold === "free")) run(steps, false);
  const pinned = new Set(nodes.flatMap(({ id, hold }) => (hold === "pinned" ? [id] : [])));
  const isNew = nodes.every(({ hold }) => hold !== "settled");
  graph.updateEachNodeAttributes((id, attributes) => ({ ...attributes, fixed: pinned.has(id) }));
  run(isNew ? SPREADING_STEPS : YIELDING_STEPS, true);
  return Float32Array.from(
    nodes.flatMap(({ id }) => [graph.getNodeAttribute(id, "x"), graph.getNodeAttribute(id, "y")]),
  );
}
