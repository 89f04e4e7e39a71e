import { type Colours, css } from "./colours.ts";
import type { Segment } from "./edges.ts";
import { candidatesOf } from "./label-candidates.ts";
import { placeLabels } from "./label-places.ts";
import type { Size } from "./obstacles.ts";

/** A node as its label needs it. Pixels of the picture. */
export interface LabelledNode {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly emphasis: "normal" | "strong" | "dimmed";
  /** Whether the name is written in any case. */
  readonly isForced: boolean;
}

/** A line that shows its relation in words. */
export interface LabelledSegment extends Segment {
  readonly words: string;
  /** Whether the words are written in any case. */
  readonly isForced: boolean;
}

function isInside(x: number, y: number, radius: number, { width, height }: Size): boolean {
  return x > -radius && y > -radius && x < width + radius && y < height + radius;
}

const SIZES = { least: 11, most: 15 };
const LONGEST = 34;
const HALO = 3;
/** Height of a line, in sizes of its font. */
const LINE = 1.3;
const DIMMED = 0.4;

/**
 * Labels on a canvas above the picture. Labels in WebGL cost as much as all the rest of a picture where no GPU is (see
 * docs/decisions/graph-renderer.md), and may lie over each other.
 */
export class Labels {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #widths = new Map<string, number>();
  readonly #family: string;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser cannot draw on a canvas");
    this.canvas = canvas;
    this.#context = context;
    this.#family = getComputedStyle(canvas).fontFamily;
  }

  /** Draws the names of nodes and the words of lines; those of the first ones first, where they have room. */
  draw(
    nodes: readonly LabelledNode[],
    segments: readonly LabelledSegment[],
    colours: Colours,
    size: Size & { readonly pixelRatio: number },
  ): void {
    const context = this.#context;
    fitCanvas(context.canvas, size);
    context.setTransform(size.pixelRatio, 0, 0, size.pixelRatio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.textBaseline = "middle";
    const seen = nodes.filter(({ x, y, radius }) => isInside(x, y, radius, size));
    const candidates = candidatesOf(seen, segments, {
      ofNode: ({ name, radius, emphasis }) => this.#sizeOf(short(name), fontSize(radius), emphasis === "strong"),
      ofSegment: ({ words }) => this.#sizeOf(words, SIZES.least, false),
    });
    const placed = placeLabels(candidates, seen, size);
    const write = (id: string, text: string, colour: string): void => {
      const box = placed.get(id);
      if (box === undefined) return;
      context.strokeStyle = css(colours.paper, 0.85);
      context.strokeText(text, box.left, (box.top + box.bottom) / 2);
      context.fillStyle = colour;
      context.fillText(text, box.left, (box.top + box.bottom) / 2);
    };
    for (const { id, name, radius, emphasis } of seen) {
      context.globalAlpha = emphasis === "dimmed" ? DIMMED : 1;
      this.#setFont(fontSize(radius), emphasis === "strong");
      write(id, short(name), css(colours.ink));
    }
    context.globalAlpha = 1;
    this.#setFont(SIZES.least, false);
    for (const { id, words } of segments) write(id, words, css(colours.accent));
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

  #sizeOf(text: string, size: number, isStrong: boolean): Size {
    return { width: this.#widthOf(text, size, isStrong), height: size * LINE };
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
}

function fitCanvas(
  canvas: HTMLCanvasElement,
  { width, height, pixelRatio }: Size & { readonly pixelRatio: number },
): void {
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
