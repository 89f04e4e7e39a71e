import { MultiDirectedGraph } from "graphology";
import { Sigma } from "sigma";
import { extremityArrow, pathLine, layerPlain } from "sigma/rendering";
import { offerRenderer } from "./page.ts";

offerRenderer(async (container, { nodes, edges }, withLabels) => {
  const graph = new MultiDirectedGraph();
  for (const [index, { name, x, y, size }] of nodes.entries()) graph.addNode(index, { label: name, x, y, size });
  for (const [source, target] of edges) graph.addEdge(source, target, { size: 1, color: "#c9c5bd" });
  const renderer = new Sigma(graph, container, {
    primitives: { edges: { paths: [pathLine()], extremities: [extremityArrow()], layers: [layerPlain()] } },
    styles: {
      nodes: {
        color: "#1f5f5b",
        size: { attribute: "size" },
        x: { attribute: "x" },
        y: { attribute: "y" },
        label: { attribute: "label" },
      },
      edges: { color: { attribute: "color" }, size: { attribute: "size" }, head: "arrow" },
    },
    settings: { renderLabels: withLabels, enableEdgeEvents: true, itemSizesReference: "screen" },
  });
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return {
    canvas: renderer.getStageCanvas(),
    startLayout() {
      const worker = new Worker(new URL("layout.ts", import.meta.url), { type: "module" });
      worker.addEventListener("message", ({ data }: MessageEvent<Float32Array>) => {
        let at = 0;
        graph.updateEachNodeAttributes((_, attributes) => ({ ...attributes, x: data[at++], y: data[at++] }), {
          attributes: ["x", "y"],
        });
      });
      worker.postMessage({ nodes, edges });
    },
  };
});
