import { type Colours, css } from "./colours.ts";
import { type Candidate, placeLabels } from "./label-places.ts";
import type { Segment } from "./edges.ts";

/** A node as its label needs it. Pixels of the picture. */
export interface LabelledNode {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly emphasis: "normal" | "strong" | "dimmed";
}

/** A line that shows its relation in words. */
export interface LabelledSegment extends Segment {
  readonly words: string;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

const SIZES = { least: 11, most: 15 };
const LONGEST = 34;
const HALO = 3;
const DIMMED = 0.4;

/**
 * Labels on a canvas above the picture. Labels in WebGL cost as much as all the rest of a picture where no GPU is (see
 * docs/decisions/graph-renderer.md), and may lie over each other.
 */
export class Labels {
  readonly #context: CanvasRenderingContext2D;
  readonly #widths = new Map<string, number>();
  readonly #family: string;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
    this.#family = getComputedStyle(context.canvas).fontFamily;
  }

  /** Draws the names of nodes, those of the first ones first, and the words of lines. */
  draw(nodes: readonly LabelledNode[], segments: readonly LabelledSegment[], colours: Colours, size: Size): void {
    const context = this.#context;
    fitCanvas(context.canvas, size);
    context.setTransform(size.pixelRatio, 0, 0, size.pixelRatio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const byId = new Map(nodes.map((node) => [node.id, node]));
    for (const { id, x, y } of placeLabels([...this.#candidates(nodes)], size)) {
      const node = byId.get(id);
      if (node === undefined) continue;
      context.globalAlpha = node.emphasis === "dimmed" ? DIMMED : 1;
      this.#setFont(fontSize(node.radius), node.emphasis === "strong");
      this.#write(short(node.name), x, y, css(colours.ink), colours);
    }
    context.globalAlpha = 1;
    context.textAlign = "center";
    this.#setFont(SIZES.least, false);
    for (const { words, from, to } of segments)
      this.#write(words, (from.x + to.x) / 2, (from.y + to.y) / 2, css(colours.accent), colours);
  }

  /** A ring around a node. */
  ring({ x, y, radius }: Pick<LabelledNode, "x" | "y" | "radius">, colour: string, isDashed = false): void {
    const context = this.#context;
    context.beginPath();
    context.setLineDash(isDashed ? [2, 2] : []);
    context.arc(x, y, radius + 3, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.stroke();
    context.setLineDash([]);
  }

  *#candidates(nodes: readonly LabelledNode[]): Generator<Candidate> {
    for (const { id, name, x, y, radius, emphasis } of nodes) {
      const size = fontSize(radius);
      const width = this.#widthOf(short(name), size, emphasis === "strong");
      yield { id, x, y, radius, width, height: size * 1.3, isForced: emphasis === "strong" };
    }
  }

  #widthOf(text: string, size: number, isStrong: boolean): number {
    const key = `${size} ${isStrong} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    this.#setFont(size, isStrong);
    const { width } = this.#context.measureText(text);
    this.#widths.set(key, width);
    return width;
  }

  #setFont(size: number, isStrong: boolean): void {
    this.#context.font = `${isStrong ? 600 : 400} ${size}px ${this.#family}`;
  }

  #write(text: string, x: number, y: number, colour: string, { paper }: Colours): void {
    this.#context.strokeStyle = css(paper, 0.85);
    this.#context.strokeText(text, x, y);
    this.#context.fillStyle = colour;
    this.#context.fillText(text, x, y);
  }
}

function fitCanvas(canvas: HTMLCanvasElement, { width, height, pixelRatio }: Size): void {
  const [columns, rows] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
  if (canvas.width === columns && canvas.height === rows) return;
  [canvas.width, canvas.height] = [columns, rows];
  [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
}

/** The larger a node, the larger its name; whole pixels, so that few widths are measured. */
function fontSize(radius: number): number {
  return Math.round(Math.max(SIZES.least, Math.min(SIZES.most, SIZES.least - 2 + radius / 2)));
}

function short(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 1).trimEnd()}…`;
}
