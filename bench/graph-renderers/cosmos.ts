import { Graph } from "@cosmos.gl/graph";
import { offerRenderer } from "./page.ts";

/** cosmos.gl draws no labels. As many elements as fit into a picture show what labels of the page cost. */
const LABELS = 60;

offerRenderer(async (container, { nodes, edges }, withLabels) => {
  const labels = withLabels ? nodes.slice(0, LABELS).map(({ name }) => label(name)) : [];
  const place = (): void => {
    if (labels.length === 0) return;
    const positions = graph.getTrackedPointPositionsMap();
    for (const [index, element] of labels.entries()) {
      const position = positions.get(index);
      if (position === undefined) continue;
      const [x, y] = graph.spaceToScreenPosition(position);
      element.style.transform = `translate(${x}px, ${y}px)`;
    }
  };
  let drawn: () => void = () => {};
  const first = new Promise<void>((resolve) => (drawn = resolve));
  const graph = new Graph(container, {
    enableSimulation: true,
    backgroundColor: "#fcfbf9",
    pointDefaultColor: "#1f5f5b",
    linkDefaultColor: "#c9c5bd",
    linkDefaultArrows: true,
    onZoom: place,
    onSimulationTick: place,
  });
  await graph.ready;
  graph.setPointPositions(Float32Array.from(nodes.flatMap(({ x, y }) => [x, y])));
  graph.setPointSizes(Float32Array.from(nodes, ({ size }) => size * 2));
  graph.setLinks(Float32Array.from(edges.flat()));
  graph.render(0);
  graph.fitView(0);
  if (withLabels) {
    graph.trackPointPositionsByIndices(labels.map((_, index) => index));
    container.append(...labels);
  }
  requestAnimationFrame(() => {
    place();
    drawn();
  });
  await first;
  const canvas = container.querySelector("canvas");
  if (canvas === null) throw new Error("cosmos.gl made no canvas");
  return { canvas, startLayout: () => graph.start(1) };
});

function label(name: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "label";
  element.textContent = name;
  return element;
}
