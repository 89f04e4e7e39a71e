import { escapeXml } from "../xml.ts";
import { layout, type Point } from "./layout.ts";
import type { EdgeKind, PictureEdge, PictureNode, Selection } from "./selection.ts";
import { labelLines, verbOf } from "./words.ts";

/** A picture as SVG, and the box that it fills. */
export interface Drawing {
  readonly svg: string;
  /** Where each node stands, for the page's script. */
  readonly points: ReadonlyMap<string, Point>;
}

interface Placed extends Point {
  readonly node: PictureNode;
  readonly radius: number;
  readonly lines: readonly string[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

const CHARACTER = 7.1;
const BOLD_CHARACTER = 8.1;
const LINE_HEIGHT = 15;
const MARGIN = 26;

const SPRINGS: Readonly<Record<EdgeKind, { readonly length: number; readonly strength: number }>> = {
  stated: { length: 120, strength: 0.55 },
  related: { length: 125, strength: 0.22 },
  speaks: { length: 150, strength: 0.1 },
};

/** Draws nodes, edges and labels; nothing in it overlaps but lines. */
export function draw({ nodes, edges }: Selection, title: string): Drawing {
  const placed = place(nodes, edges);
  const taken = [...placed.values()].flatMap(boxesOf);
  const drawnEdges = edges.map((edge, index) => drawEdge(edge, index, placed, taken));
  const drawnNodes = [...placed.values()].map(drawNode);
  const { x, y, width, height } = frame([...placed.values()]);
  const svg = `<svg id="graph" viewBox="${x} ${y} ${width} ${height}" role="group" aria-label="${escapeXml(title)}">
<defs>
<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 1 L10 5 L0 9 z"/></marker>
<marker id="arrow-less" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="less" d="M0 1 L10 5 L0 9 z"/></marker>
</defs>
<g id="edges">${drawnEdges.map((edge) => edge.line).join("\n")}</g>
<g id="nodes">${drawnNodes.join("\n")}</g>
<g id="verbs">${drawnEdges.map((edge) => edge.verb).join("\n")}</g>
</svg>`;
  return { svg, points: placed };
}

function place(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): ReadonlyMap<string, Placed> {
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

/** About as wide as a browser will draw the longest line; people's names are bold. */
function widthOf(lines: readonly string[], { row }: PictureNode): number {
  const character = row.type === "Person" ? BOLD_CHARACTER : CHARACTER;
  return Math.max(...lines.map((line) => [...line].length)) * character;
}

function boxesOf(place: Placed): readonly Box[] {
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

function frame(placed: readonly Placed[]): { x: number; y: number; width: number; height: number } {
  const boxes = placed.flatMap(boxesOf);
  const left = Math.min(0, ...boxes.map((box) => box.x - box.halfWidth)) - MARGIN;
  const top = Math.min(0, ...boxes.map((box) => box.y - box.halfHeight)) - MARGIN;
  const right = Math.max(0, ...boxes.map((box) => box.x + box.halfWidth)) + MARGIN;
  const bottom = Math.max(0, ...boxes.map((box) => box.y + box.halfHeight)) + MARGIN;
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function drawNode(place: Placed): string {
  const { node, x, y, radius, lines } = place;
  const { row, files } = node;
  const person = row.type === "Person";
  const label = lines
    .map((line, index) => `<tspan x="0" y="${round(radius + 13 + index * LINE_HEIGHT)}">${escapeXml(line)}</tspan>`)
    .join("");
  const initials = person ? `<text class="initials" y="4.5">${escapeXml(initialsOf(row.name))}</text>` : "";
  return (
    `<g class="node${person ? " person" : ""}" data-id="${escapeXml(row.id)}" data-type="${escapeXml(row.type)}" ` +
    `transform="translate(${round(x)} ${round(y)})" tabindex="0" role="button" ` +
    `aria-label="${escapeXml(`${row.name}, ${row.type}, ${row.mentions} mentions`)}">` +
    `${ring(radius, files.length)}<circle class="disc" r="${radius}"/>${initials}<text class="label">${label}</text></g>`
  );
}

const MOST_ARCS = 12;

/** One arc for each conversation; nothing for a single one. */
function ring(radius: number, conversations: number): string {
  if (conversations < 2) return "";
  const around = radius + 3.5;
  const arcs = Math.min(conversations, MOST_ARCS);
  const part = (2 * Math.PI * around) / arcs;
  const gap = Math.min(3, part / 3);
  return `<circle class="ring" r="${around}" stroke-dasharray="${round(part - gap)} ${round(gap)}"/>`;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

function drawEdge(
  edge: PictureEdge,
  index: number,
  placed: ReadonlyMap<string, Placed>,
  taken: Box[],
): { readonly line: string; readonly verb: string } {
  const from = placed.get(edge.source);
  const to = placed.get(edge.target);
  if (from === undefined || to === undefined) return { line: "", verb: "" };
  const curve = curveBetween(from, to, edge.kind);
  const less = edge.type === "REDUCES";
  const width = edge.kind === "stated" ? round(Math.min(4, 1.4 + 0.5 * Math.log2(edge.count))) : 1;
  const arrow = edge.kind === "stated" ? ` marker-end="url(#${less ? "arrow-less" : "arrow"})"` : "";
  const line =
    `<g class="edge ${edge.kind}${less ? " less" : ""}" data-edge="${index}"><path class="hit" d="${curve.path}"/>` +
    `<path class="line" d="${curve.path}" stroke-width="${width}"${arrow}/></g>`;
  if (edge.kind !== "stated") return { line, verb: "" };
  return { line, verb: drawVerb(edge, index, curve, taken) };
}

/** Where a line in this direction leaves a node: beyond its disc, and beyond its label if that lies in the way. */
function outsideOf(place: Placed, direction: Point, gap: number): Point {
  const boxes = boxesOf(place);
  let reach = place.radius + gap;
  const at = (): Point => ({ x: place.x + direction.x * reach, y: place.y + direction.y * reach });
  while (boxes.some((box) => overlap(box, { ...at(), halfWidth: 2, halfHeight: 2 }))) reach += 2;
  return at();
}

interface Curve {
  readonly path: string;
  at(share: number): Point;
}

function curveBetween(from: Placed, to: Placed, kind: EdgeKind): Curve {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / distance, dy / distance];
  const start = outsideOf(from, { x: ux, y: uy }, 5);
  const end = outsideOf(to, { x: -ux, y: -uy }, 7);
  const bend = kind === "stated" ? 0.09 * distance : 0;
  const middle = { x: (start.x + end.x) / 2 - uy * bend, y: (start.y + end.y) / 2 + ux * bend };
  return {
    path: `M${round(start.x)} ${round(start.y)} Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`,
    at: (share) => ({
      x: (1 - share) ** 2 * start.x + 2 * share * (1 - share) * middle.x + share ** 2 * end.x,
      y: (1 - share) ** 2 * start.y + 2 * share * (1 - share) * middle.y + share ** 2 * end.y,
    }),
  };
}

/** Where along its line a verb may stand, the best first. */
const SHARES = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72];

/** A verb that finds no free place is shown only while its line is pointed at. */
function drawVerb(edge: PictureEdge, index: number, curve: Curve, taken: Box[]): string {
  const verb = verbOf(edge.type);
  const size = { halfWidth: (verb.length * 5.6) / 2 + 2, halfHeight: 7 };
  const free = SHARES.map((share) => ({ ...curve.at(share), ...size })).find(
    (box) => !taken.some((other) => overlap(box, other)),
  );
  if (free !== undefined) taken.push(free);
  const { x, y } = free ?? curve.at(0.5);
  const crowded = free === undefined ? " crowded" : "";
  return `<text class="verb${edge.type === "REDUCES" ? " less" : ""}${crowded}" data-edge="${index}" x="${round(x)}" y="${round(y + 3.5)}">${escapeXml(verb)}</text>`;
}

function overlap(left: Box, right: Box): boolean {
  return (
    Math.abs(left.x - right.x) < left.halfWidth + right.halfWidth &&
    Math.abs(left.y - right.y) < left.halfHeight + right.halfHeight
  );
}
