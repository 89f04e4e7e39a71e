import type { Point } from "./layout.ts";
import type { EdgeKind, PictureEdge } from "./picture.ts";
import { type Box, boxesOf, overlap, type Placed, round } from "./place.ts";
import { marksOf, verbOf } from "./words.ts";
import { escapeText } from "./safe-text.ts";

/** What is drawn of an edge; a part that it has not is empty. */
interface DrawnEdge {
  readonly line: string;
  readonly verb: string;
  /** The signs of how it is said, at the head of the arrow. */
  readonly mark: string;
}

const NOTHING: DrawnEdge = { line: "", verb: "", mark: "" };

/** A line, the verb on it where there is room, and its signs; `taken` grows by their boxes. */
export function drawEdge(
  edge: PictureEdge,
  index: number,
  placed: ReadonlyMap<string, Placed>,
  taken: Box[],
): DrawnEdge {
  const from = placed.get(edge.source);
  const to = placed.get(edge.target);
  if (from === undefined || to === undefined) return NOTHING;
  const curve = curveBetween(from, to, edge.kind);
  if (edge.polarity === null) return { ...NOTHING, line: drawLine(edge.kind, index, curve, 'stroke-width="1"') };
  const less = edge.type === "REDUCES";
  const width = round(Math.min(4, 1.4 + 0.5 * Math.log2(edge.count)));
  // Which of two things that relate to each other comes first is of no meaning.
  const arrow = edge.type === "RELATES_TO" ? "" : ` marker-end="url(#${less ? "arrow-less" : "arrow"})"`;
  const classes = `said${less ? " less" : ""}${edge.polarity.stated === 0 ? " unstated" : ""}`;
  const line = drawLine(classes, index, curve, `stroke-width="${width}"${arrow}`);
  const mark = drawMark(marksOf(edge.polarity), index, curve, taken);
  return { line, mark, verb: drawVerb(edge, index, curve, taken) };
}

function drawLine(classes: string, index: number, { path }: Curve, attributes: string): string {
  return `<g class="edge ${classes}" data-edge="${index}"><path class="hit" d="${path}"/><path class="line" d="${path}" ${attributes}/></g>`;
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
  const bend = kind === "said" ? 0.09 * distance : 0;
  const middle = { x: (start.x + end.x) / 2 - uy * bend, y: (start.y + end.y) / 2 + ux * bend };
  return {
    path: `M${round(start.x)} ${round(start.y)} Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`,
    at: (share) => ({
      x: (1 - share) ** 2 * start.x + 2 * share * (1 - share) * middle.x + share ** 2 * end.x,
      y: (1 - share) ** 2 * start.y + 2 * share * (1 - share) * middle.y + share ** 2 * end.y,
    }),
  };
}

/** Where along its line a verb may stand, and the signs of how it is said; the best first. */
const SHARES = {
  verb: [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72],
  mark: [0.86, 0.8, 0.92, 0.74],
} as const;
/** A sign may also stand beside its line. */
const BESIDE = [0, 14, -14];

/** The first of some places where a text of this size covers nothing; null where there is none. */
function freePlace(size: Pick<Box, "halfWidth" | "halfHeight">, places: readonly Point[], taken: Box[]): Point | null {
  const free = places
    .map((point) => ({ ...point, ...size }))
    .find((box) => !taken.some((other) => overlap(box, other)));
  if (free !== undefined) taken.push(free);
  return free ?? null;
}

/** A verb that finds no free place is shown only while its line is pointed at. */
function drawVerb(edge: PictureEdge, index: number, curve: Curve, taken: Box[]): string {
  const verb = verbOf(edge.type);
  const size = { halfWidth: (verb.length * 5.6) / 2 + 2, halfHeight: 7 };
  const free = freePlace(
    size,
    SHARES.verb.map((share) => curve.at(share)),
    taken,
  );
  const { x, y } = free ?? curve.at(0.5);
  const classes = `verb${edge.type === "REDUCES" ? " less" : ""}${free === null ? " crowded" : ""}`;
  return `<text class="${classes}" data-edge="${index}" x="${round(x)}" y="${round(y + 3.5)}">${escapeText(verb)}</text>`;
}

/** Always shown: without it a relation that is denied would be read as stated. */
function drawMark(marks: string, index: number, curve: Curve, taken: Box[]): string {
  if (marks === "") return "";
  const size = { halfWidth: (marks.length * 8) / 2, halfHeight: 7 };
  const onLine = SHARES.mark.map((share) => curve.at(share));
  const places = BESIDE.flatMap((aside) => onLine.map((point) => ({ x: point.x + aside, y: point.y })));
  const { x, y } = freePlace(size, places, taken) ?? curve.at(SHARES.mark[0]);
  return `<text class="mark" data-edge="${index}" x="${round(x)}" y="${round(y + 4)}">${escapeText(marks)}</text>`;
}
