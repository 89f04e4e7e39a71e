import forceAtlas2 from "graphology-layout-forceatlas2";
import { MultiDirectedGraph } from "graphology";
import type { Workload } from "./workload.ts";

const FRAME_MS = 33;

/** Lays a graph out for ever, and posts positions 30 times a second at most. */
addEventListener("message", ({ data: { nodes, edges } }: MessageEvent<Workload>) => {
  const graph = new MultiDirectedGraph();
  for (const [index, { x, y }] of nodes.entries()) graph.addNode(index, { x, y });
  for (const [source, target] of edges) graph.addEdge(source, target);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: nodes.length > 500 };
  const step = (): void => {
    const begun = performance.now();
    forceAtlas2.assign(graph, { iterations: 1, settings });
    postMessage(Float32Array.from(graph.mapNodes((_, { x, y }) => [Number(x), Number(y)]).flat()));
    setTimeout(step, Math.max(0, FRAME_MS - (performance.now() - begun)));
  };
  step();
});
