import { escapeMarkup } from "../../text/index.ts";
import { drawLine, drawMark, drawVerb } from "./draw-edge.ts";
import { drawNode } from "./draw-node.ts";
import type { Point } from "./layout.ts";
import type { Selection } from "./picture.ts";
import { boxesOf, frame, place } from "./place.ts";
import { BROADER_HEAD_SIZE, headBoxes, HEAD_SIZE, routesOf } from "./route.ts";

/** A picture as SVG, and its bounding box. */
export interface Drawing {
  readonly svg: string;
  /** Position of each node, for the script of the page. */
  readonly points: ReadonlyMap<string, Point>;
}

/** Draws nodes, edges and labels. Only lines may overlap. */
export function draw({ nodes, edges }: Selection, title: string): Drawing {
  const placed = place(nodes, edges);
  const routes = routesOf(edges, placed);
  const taken = [...[...placed.values()].flatMap(boxesOf), ...routes.flatMap(headBoxes)];
  // Signs are always shown; verbs are shown only when there is room.
  const marks = routes.map((route) => drawMark(route, taken));
  const verbs = routes.map((route) => drawVerb(route, taken));
  const drawnNodes = [...placed.values()].map(drawNode);
  const { x, y, width, height } = frame([...placed.values()]);
  const svg = `<svg id="graph" viewBox="${x} ${y} ${width} ${height}" role="group" aria-label="${escapeMarkup(title)}">
<defs>
<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="${HEAD_SIZE}" markerHeight="${HEAD_SIZE}" orient="auto"><path d="M0 1 L10 5 L0 9 z"/></marker>
<marker id="arrow-less" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="${HEAD_SIZE}" markerHeight="${HEAD_SIZE}" orient="auto"><path class="less" d="M0 1 L10 5 L0 9 z"/></marker>
<marker id="arrow-broader" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="${BROADER_HEAD_SIZE}" markerHeight="${BROADER_HEAD_SIZE}" orient="auto"><path class="broader" d="M1 1 L9 5 L1 9 z"/></marker>
</defs>
<g id="edges">${routes.map(drawLine).join("\n")}</g>
<g id="nodes">${drawnNodes.join("\n")}</g>
<g id="verbs">${[...verbs, ...marks].filter((text) => text !== "").join("\n")}</g>
</svg>`;
  return { svg, points: placed };
}
