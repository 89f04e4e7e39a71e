import { DirectedGraph } from "graphology";
import { Sigma } from "sigma";
import { layerFill, sdfCircle, sdfSquare } from "sigma/rendering";
import { neighbourTowards, type Direction } from "../model/walk.ts";
import type { Position, Positions } from "../model/placement.ts";
import { type Colour, type Colours, css, onColoursChange, readColours } from "./colours.ts";
import { type Line, nearestSegment, type Segment, shifted } from "./edges.ts";
import { Labels } from "./labels.ts";
import { LineProgram } from "./line-program.ts";
import { FLOATS } from "./line-shaders.ts";
import { Movement } from "./movement.ts";

/** A node of the picture. */
export interface Dot {
  readonly id: string;
  readonly name: string;
  /** Pixels. */
  readonly radius: number;
  /** Index of its group's colour; null: the colour of others. */
  readonly group: number | null;
  readonly isPinned: boolean;
}

/** What a picture shows; dots in the order of their importance. */
export interface Scene {
  readonly dots: readonly Dot[];
  readonly lines: readonly (Line & { readonly words: string })[];
  readonly positions: Positions;
}

/** What is in the foreground. */
export interface Emphasis {
  readonly dot: string | null;
  readonly line: string | null;
  /** Dots and lines that stay clear while others are dimmed; null: nothing is dimmed. */
  readonly clear: { readonly dots: ReadonlySet<string>; readonly lines: ReadonlySet<string> } | null;
}

export interface PictureEvents {
  readonly onDot: (id: string) => void;
  readonly onOpenDot: (id: string) => void;
  readonly onLine: (id: string) => void;
  readonly onNothing: () => void;
  /** A person moved a dot. */
  readonly onDrop: (id: string, position: Position) => void;
}

interface DotAttributes {
  x: number;
  y: number;
  size: number;
  color: string;
  opacity: number;
  shape: string;
}

/** Half of the side of the square that the camera shows at ratio 1, in the unit of positions. */
const EXTENT = 500;
const PICK_PIXELS = 6;
const MOVE_MS = 450;
/** The closest that the camera goes to show all dots, or some. */
const CLOSEST = { all: 0.05, some: 0.3 };
/** Space around the dots for names, and beside them for the legend and the tools. */
const SPACE = { around: 40, legend: 110, tools: 30 };
/** Pictures that are narrower have nothing beside the dots. */
const WIDE = 620;
const DIMMED = { dot: 0.22, line: 0.1 };
const OPACITY = { said: 0.75, implied: 0.45, denied: 0.9 };

/** Draws a part of the graph with sigma, its relations with lines of its own, and its names on a canvas above it. */
export class Picture {
  readonly #container: HTMLElement;
  readonly #events: PictureEvents;
  readonly #graph = new DirectedGraph<DotAttributes>();
  readonly #sigma: Sigma<DotAttributes>;
  readonly #labels: Labels;
  readonly #ended = new AbortController();
  readonly #movement: Movement;
  #lines: LineProgram | null = null;
  #colours: Colours;
  #scene: Scene = { dots: [], lines: [], positions: new Map() };
  #emphasis: Emphasis = { dot: null, line: null, clear: null };
  #hovered: { readonly dot: string | null; readonly line: string | null } = { dot: null, line: null };
  #fitRatio = 1;

  /** @throws Error if the browser has no WebGL 2. */
  constructor(container: HTMLElement, events: PictureEvents) {
    this.#container = container;
    this.#events = events;
    this.#colours = readColours(container);
    this.#sigma = new Sigma<DotAttributes>(this.#graph, container, {
      primitives: { nodes: { shapes: [sdfCircle(), sdfSquare()], layers: [layerFill()] } },
      styles: {
        nodes: {
          x: { attribute: "x" },
          y: { attribute: "y" },
          size: { attribute: "size" },
          color: { attribute: "color" },
          opacity: { attribute: "opacity" },
          shape: { attribute: "shape" },
          cursor: "pointer",
        },
      },
      settings: {
        renderLabels: false,
        // Fewer pixels to find out what is under the mouse, and a dot is hit near it, too.
        pickingDownSizingRatio: 3,
        nodePickingPadding: 4,
        enableNodeDrag: true,
        minCameraRatio: 0.02,
        maxCameraRatio: 20,
        stagePadding: 0,
        doubleClickZoomingRatio: 1,
        zoomToSizeRatioFunction: (ratio) => Math.max(0.55, Math.min(1.8, Math.sqrt(ratio / this.#fitRatio))),
      },
    });
    this.#sigma.setCustomBBox({ x: [-EXTENT, EXTENT], y: [-EXTENT, EXTENT] });
    this.#sigma.addCustomLayerProgram("relations", "edges", (gl) => {
      const program = new LineProgram(gl, () => this.#sigma.scaleSize(1));
      this.#lines = program;
      this.#loadLines();
      return program;
    });
    this.#labels = new Labels(this.#labelCanvas());
    this.#movement = new Movement((positions) => this.#moveTo(positions));
    this.#listen();
    onColoursChange(() => this.#recolour(), this.#ended.signal);
  }

  /** Shows a scene; dots that move go to their new places in a moment, or at once. */
  show(scene: Scene, { isAnimated }: { readonly isAnimated: boolean }): void {
    const before = new Map(this.#graph.mapNodes((id, { x, y }) => [id, { x, y }] as const));
    this.#scene = scene;
    for (const id of this.#graph.nodes()) if (!scene.dots.some((dot) => dot.id === id)) this.#graph.dropNode(id);
    for (const { id, radius } of scene.dots) {
      const place = before.get(id) ?? scene.positions.get(id) ?? { x: 0, y: 0 };
      this.#graph.mergeNode(id, { ...place, size: radius });
    }
    this.#paint();
    if (isAnimated) this.#movement.start(before, scene.positions, MOVE_MS);
    else this.#movement.finish(scene.positions);
  }

  emphasise(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#paint();
  }

  /** Moves the camera so that all dots, or some, are seen. */
  async fit({ isAnimated, ids }: { readonly isAnimated: boolean; readonly ids?: readonly string[] }): Promise<void> {
    const { positions, dots } = this.#scene;
    const points = (ids ?? dots.map(({ id }) => id)).flatMap((id) => positions.get(id) ?? []);
    if (points.length === 0) return;
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    const { width, height } = this.#sigma.getDimensions();
    const room = roomOf(width, height);
    const pixels = Math.min(width, height) / (2 * EXTENT);
    const ratio = Math.max(
      ids === undefined ? CLOSEST.all : CLOSEST.some,
      ((right - left) * pixels) / room.width,
      ((high - low) * pixels) / room.height,
    );
    if (ids === undefined) this.#fitRatio = ratio;
    const centre = this.#sigma.graphToFramedGraph({
      x: (left + right) / 2 - (room.shift * ratio) / pixels,
      y: (low + high) / 2,
    });
    await this.#setCamera({ ...centre, ratio }, isAnimated);
  }

  async zoom(factor: number, isAnimated: boolean): Promise<void> {
    await this.#setCamera({ ratio: this.#sigma.getCamera().ratio / factor }, isAnimated);
  }

  /** Brings a dot into the picture if it is outside. */
  async reveal(id: string, isAnimated: boolean): Promise<void> {
    const point = this.#pointOf(id);
    const { width, height } = this.#sigma.getDimensions();
    if (point === null || (point.x > 40 && point.y > 40 && point.x < width - 40 && point.y < height - 40)) return;
    const centre = this.#sigma.graphToFramedGraph(this.#graph.getNodeAttributes(id));
    await this.#setCamera(centre, isAnimated);
  }

  /** The neighbour of a dot in a direction of the screen; without one, or without neighbours, the nearest dot there. */
  towards(id: string, direction: Direction): string | null {
    const from = this.#pointOf(id);
    if (from === null) return null;
    const points = (ids: Iterable<string>) =>
      [...new Set(ids)].flatMap((other) => {
        const point = this.#pointOf(other);
        return point === null || other === id ? [] : [{ id: other, ...point }];
      });
    const neighbours = this.#scene.lines.flatMap(({ source, target }) =>
      source === id ? target : target === id ? source : [],
    );
    return (
      neighbourTowards(from, direction, points(neighbours)) ??
      neighbourTowards(from, direction, points(this.#graph.nodes()))
    );
  }

  /** The picture as PNG, as it is on the screen. */
  async toPng(): Promise<Blob | null> {
    this.#sigma.refresh();
    const stage = this.#sigma.getStageCanvas();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [stage.width, stage.height];
    const context = canvas.getContext("2d");
    if (context === null) return null;
    context.fillStyle = css(this.#colours.paper);
    context.fillRect(0, 0, canvas.width, canvas.height);
    // In the task of the refresh: afterwards the pixels are gone.
    context.drawImage(stage, 0, 0);
    context.drawImage(this.#labelCanvas().canvas, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  end(): void {
    this.#ended.abort();
    this.#movement.stop();
    this.#sigma.kill();
  }

  #labelCanvas(): CanvasRenderingContext2D {
    const known = this.#container.querySelector<HTMLCanvasElement>("canvas.sigma-names");
    const canvas =
      known ?? this.#sigma.createCanvas("names", { style: { pointerEvents: "none" }, beforeLayer: "mouse" });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser cannot draw on a canvas");
    return context;
  }

  #listen(): void {
    const sigma = this.#sigma;
    sigma.on("afterProcess", () => this.#loadLines());
    sigma.on("afterRender", () => this.#drawLabels());
    sigma.on("clickNode", ({ node }) => this.#events.onDot(node));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      this.#events.onOpenDot(node);
    });
    sigma.on("clickStage", ({ event }) => {
      const line = this.#lineAt(event);
      if (line === null) this.#events.onNothing();
      else this.#events.onLine(line);
    });
    sigma.on("enterNode", ({ node }) => this.#hover({ dot: node, line: null }));
    sigma.on("leaveNode", () => this.#hover({ dot: null, line: null }));
    sigma.on("moveBody", ({ event }) => {
      if (this.#hovered.dot === null) this.#hover({ dot: null, line: this.#lineAt(event) });
    });
    sigma.on("nodeDragEnd", ({ node }) => {
      const { x, y } = this.#graph.getNodeAttributes(node);
      this.#events.onDrop(node, { x, y });
    });
  }

  #hover(hovered: { readonly dot: string | null; readonly line: string | null }): void {
    if (hovered.dot === this.#hovered.dot && hovered.line === this.#hovered.line) return;
    const isOtherLine = hovered.line !== this.#hovered.line;
    this.#hovered = hovered;
    this.#sigma.getMouseLayer().style.cursor = hovered.line === null ? "" : "pointer";
    if (isOtherLine) this.#loadLines();
    this.#sigma.scheduleRender();
  }

  #recolour(): void {
    this.#colours = readColours(this.#container);
    this.#paint();
  }

  /** Colours and dims dots, and then the lines, which follow in `afterProcess`. */
  #paint(): void {
    const { clear } = this.#emphasis;
    const dots = new Map(this.#scene.dots.map((dot) => [dot.id, dot]));
    this.#graph.updateEachNodeAttributes((id, attributes) => {
      const dot = dots.get(id);
      if (dot === undefined) return attributes;
      return {
        ...attributes,
        color: css((dot.group === null ? undefined : this.#colours.groups[dot.group]) ?? this.#colours.other),
        opacity: clear === null || clear.dots.has(id) ? 1 : DIMMED.dot,
        shape: dot.isPinned ? "square" : "circle",
        size: dot.radius,
      };
    });
  }

  #moveTo(positions: Positions): void {
    this.#graph.updateEachNodeAttributes((id, attributes) => ({ ...attributes, ...positions.get(id) }), {
      attributes: ["x", "y"],
    });
  }

  #loadLines(): void {
    const { lines } = this.#scene;
    const floats = new Float32Array(lines.length * FLOATS);
    const bytes = new Uint8Array(floats.buffer);
    let at = 0;
    for (const line of lines) {
      const [source, target] = [
        this.#sigma.getNodeDisplayData(line.source),
        this.#sigma.getNodeDisplayData(line.target),
      ];
      if (source === undefined || target === undefined) continue;
      const isStrong = line.id === this.#emphasis.line || line.id === this.#hovered.line;
      floats.set([source.x, source.y, target.x, target.y], at);
      floats.set(
        [line.width + (isStrong ? 1.5 : 0), line.shift, source.size, target.size, line.isDashed ? 4 : 0],
        at + 4,
      );
      bytes.set([...this.#colourOf(line, isStrong), this.#alphaOf(line, isStrong)], (at + 9) * 4);
      at += FLOATS;
    }
    this.#lines?.load(floats.subarray(0, at));
  }

  #colourOf({ tone, id }: Line, isStrong: boolean): Colour {
    const isClear = this.#emphasis.clear?.lines.has(id) === true;
    if (tone === "denied") return this.#colours.denied;
    return isStrong || isClear ? this.#colours.accent : this.#colours.line;
  }

  #alphaOf({ tone, id }: Line, isStrong: boolean): number {
    const { clear } = this.#emphasis;
    if (isStrong || clear?.lines.has(id) === true) return 255;
    return Math.round(255 * (clear === null ? OPACITY[tone] : DIMMED.line));
  }

  #drawLabels(): void {
    const { width, height } = this.#sigma.getDimensions();
    const { clear, dot: selected } = this.#emphasis;
    const scale = this.#sigma.scaleSize(1);
    const nodes = this.#scene.dots.flatMap(({ id, name, radius }) => {
      const point = this.#pointOf(id);
      if (point === null) return [];
      const isStrong = id === selected || id === this.#hovered.dot;
      const emphasis = isStrong ? "strong" : clear === null || clear.dots.has(id) ? "normal" : "dimmed";
      return [{ id, name, ...point, radius: radius * scale, emphasis } as const];
    });
    const first = nodes.filter(({ emphasis }) => emphasis === "strong");
    const clearNodes = nodes.filter(({ emphasis }) => emphasis === "normal");
    const dimmed = nodes.filter(({ emphasis }) => emphasis === "dimmed");
    this.#labels.draw([...first, ...clearNodes, ...dimmed], [...this.#labelledSegments()], this.#colours, {
      width,
      height,
      pixelRatio: this.#sigma.getRenderParams().pixelRatio,
    });
    for (const node of first) this.#labels.ring(node, css(this.#colours.accent), node.id !== selected);
  }

  *#labelledSegments() {
    const named = new Set([this.#emphasis.line, this.#hovered.line]);
    const { dot } = this.#emphasis;
    for (const line of this.#scene.lines)
      if (named.has(line.id) || (dot !== null && (line.source === dot || line.target === dot))) {
        const segment = this.#segmentOf(line);
        if (segment !== null) yield { ...segment, words: line.words, isForced: named.has(line.id) };
      }
  }

  #lineAt(point: Position): string | null {
    const segments = this.#scene.lines.flatMap((line) => this.#segmentOf(line) ?? []);
    return nearestSegment(point, segments, PICK_PIXELS);
  }

  #segmentOf({ id, source, target, shift }: Line): Segment | null {
    const [from, to] = [this.#pointOf(source), this.#pointOf(target)];
    return from === null || to === null ? null : shifted(id, from, to, shift);
  }

  #pointOf(id: string): Position | null {
    const data = this.#sigma.getNodeDisplayData(id);
    return data === undefined ? null : this.#sigma.framedGraphToViewport(data);
  }

  async #setCamera(state: Partial<{ x: number; y: number; ratio: number }>, isAnimated: boolean): Promise<void> {
    if (isAnimated) await this.#sigma.getCamera().animate(state, { duration: MOVE_MS });
    else this.#sigma.getCamera().setState(state);
  }
}

/** The part of a picture where the dots have room, and how far its middle is to the right of that of the picture. */
function roomOf(
  width: number,
  height: number,
): { readonly width: number; readonly height: number; readonly shift: number } {
  const [left, right] = width > WIDE ? [SPACE.legend, SPACE.tools] : [0, 0];
  return {
    width: Math.max(SPACE.around, width - left - right - 2 * SPACE.around),
    height: Math.max(SPACE.around, height - 2 * SPACE.around),
    shift: (left - right) / 2,
  };
}
