import type { Point } from "./layout.ts";
import type { EdgeKind, PictureEdge } from "./picture.ts";
import { type Box, boxesOf, overlap, type Placed, round } from "./place.ts";
import { verbOf } from "./words.ts";
import { escapeText } from "./safe-text.ts";

/** A line, and the verb on it where there is room; `taken` grows by the verb's box. */
export function drawEdge(
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
  return `<text class="verb${edge.type === "REDUCES" ? " less" : ""}${crowded}" data-edge="${index}" x="${round(x)}" y="${round(y + 3.5)}">${escapeText(verb)}</text>`;
}
