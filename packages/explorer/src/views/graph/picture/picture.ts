import { DirectedGraph } from "graphology";
import { Sigma } from "sigma";
import { layerFill, sdfCircle, sdfSquare } from "sigma/rendering";
import { neighboursOf, type Position, type Positions } from "../model/placement.ts";
import { type Direction, neighbourTowards } from "../model/walk.ts";
import { type Colours, css, onColoursChange, readColours } from "./colours.ts";
import { Labels } from "./labels.ts";
import { LineProgram } from "./line-program.ts";
import { Movement } from "./movement.ts";
import { packLines } from "./pack-lines.ts";
import { EXTENT, PictureCamera } from "./picture-camera.ts";
import { type Hit, NO_HIT, Pointer } from "./pointer.ts";
import type { Emphasis, Scene } from "./scene.ts";
import { Screen } from "./screen.ts";

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

const MOVE_MS = 450;
const DIMMED = 0.22;

const attribute = (name: keyof DotAttributes) => ({ attribute: name });

/** Draws a part of the graph with sigma, its relations with lines of its own, and its names on a canvas above it. */
export class Picture {
  readonly camera: PictureCamera;
  readonly #container: HTMLElement;
  readonly #graph = new DirectedGraph<DotAttributes>();
  readonly #sigma: Sigma<DotAttributes>;
  readonly #screen: Screen;
  readonly #labels: Labels;
  readonly #movement = new Movement((positions) => this.#moveTo(positions));
  readonly #ended = new AbortController();
  #lines: LineProgram | null = null;
  #colours: Colours;
  #scene: Scene = { dots: [], lines: [], positions: new Map() };
  #emphasis: Emphasis = { dot: null, line: null, clear: null };
  #hovered: Hit = NO_HIT;

  /** @throws Error if the browser has no WebGL 2. */
  constructor(container: HTMLElement, events: PictureEvents) {
    this.#container = container;
    this.#colours = readColours(container);
    this.#sigma = new Sigma<DotAttributes>(this.#graph, container, {
      primitives: { nodes: { shapes: [sdfCircle(), sdfSquare()], layers: [layerFill()] } },
      styles: {
        nodes: {
          x: attribute("x"),
          y: attribute("y"),
          size: attribute("size"),
          color: attribute("color"),
          opacity: attribute("opacity"),
          shape: attribute("shape"),
        },
      },
      settings: {
        renderLabels: false,
        minCameraRatio: 0.02,
        maxCameraRatio: 20,
        stagePadding: 0,
        // What sigma draws to find out what is under the pointer is not used.
        pickingDownSizingRatio: 32,
        zoomToSizeRatioFunction: (ratio) => this.camera?.sizeRatio(ratio) ?? 1,
      },
    });
    this.camera = new PictureCamera(this.#sigma);
    this.#screen = new Screen(this.#sigma);
    this.#sigma.setCustomBBox({ x: [-EXTENT, EXTENT], y: [-EXTENT, EXTENT] });
    this.#sigma.addCustomLayerProgram("relations", "edges", (gl) => {
      this.#lines = new LineProgram(gl, () => this.#sigma.scaleSize(1));
      this.#loadLines();
      return this.#lines;
    });
    const names = this.#sigma.createCanvas("names", { style: { pointerEvents: "none" }, beforeLayer: "mouse" });
    this.#labels = new Labels(names);
    this.#sigma.on("afterProcess", () => this.#loadLines());
    this.#sigma.on("afterRender", () => this.#drawLabels());
    this.#point(events);
    onColoursChange(() => {
      this.#colours = readColours(container);
      this.#paint();
    }, this.#ended.signal);
  }

  /** Shows a scene; dots that move go to their new places in a moment, or at once. */
  show(scene: Scene, { isAnimated }: { readonly isAnimated: boolean }): void {
    const before = new Map(this.#graph.mapNodes((id, { x, y }) => [id, { x, y }] as const));
    const from = beginnings(scene, before);
    const shown = new Set(scene.dots.map(({ id }) => id));
    this.#scene = scene;
    for (const id of before.keys()) if (!shown.has(id)) this.#graph.dropNode(id);
    for (const { id, radius } of scene.dots) this.#graph.mergeNode(id, { ...from.get(id), size: radius });
    this.#paint();
    if (isAnimated && [...from].some(([id, place]) => !isSame(place, scene.positions.get(id))))
      this.#movement.start(from, scene.positions, MOVE_MS);
    else this.#movement.finish(scene.positions);
  }

  emphasise(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#paint();
  }

  /** Shows all dots. */
  async fit(isAnimated: boolean): Promise<void> {
    const { dots, positions } = this.#scene;
    await this.camera.fit(
      dots.flatMap(({ id }) => positions.get(id) ?? []),
      isAnimated,
    );
  }

  /** Brings a dot into the picture if it is outside. */
  async reveal(id: string, isAnimated: boolean): Promise<void> {
    const place = this.#scene.positions.get(id);
    if (place !== undefined && this.#graph.hasNode(id)) await this.camera.reveal(place, isAnimated);
  }

  /** The neighbour of a dot in a direction of the screen; without one the nearest dot there; null: nothing is there. */
  towards(id: string, direction: Direction): string | null {
    const from = this.#screen.pointOf(id);
    if (from === null) return null;
    const find = (ids: readonly string[]): string | null =>
      neighbourTowards(
        from,
        direction,
        ids.flatMap((other) => {
          const point = other === id ? null : this.#screen.pointOf(other);
          return point === null ? [] : { id: other, ...point };
        }),
      );
    return find(neighboursOf(this.#scene.lines).get(id) ?? []) ?? find(this.#graph.nodes());
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
    context.drawImage(this.#labels.canvas, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  end(): void {
    this.#ended.abort();
    this.#movement.stop();
    this.#sigma.kill();
    this.#container.replaceChildren();
  }

  #point({ onDot, onOpenDot, onLine, onNothing, onDrop }: PictureEvents): void {
    const pointer = new Pointer({
      find: (point) => this.#screen.hitAt(point, this.#scene),
      onHover: (hit) => this.#hover(hit),
      onPress: ({ dot, line }) => {
        if (dot !== null) onDot(dot);
        else if (line !== null) onLine(line);
        else onNothing();
      },
      onOpen: onOpenDot,
      onDrag: (dot, point) => this.#graph.mergeNodeAttributes(dot, this.#sigma.viewportToGraph(point)),
      onDrop: (dot) => {
        const { x, y } = this.#graph.getNodeAttributes(dot);
        onDrop(dot, { x, y });
      },
    });
    pointer.listen(this.#sigma.getMouseCaptor(), this.#sigma.getTouchCaptor());
  }

  #hover(hit: Hit): void {
    if (hit.dot === this.#hovered.dot && hit.line === this.#hovered.line) return;
    const isOtherLine = hit.line !== this.#hovered.line;
    this.#hovered = hit;
    this.#sigma.getMouseLayer().style.cursor = hit.dot === null && hit.line === null ? "" : "pointer";
    if (isOtherLine) this.#loadLines();
    this.#sigma.scheduleRender();
  }

  /** Colours and dims dots; the lines follow in `afterProcess`. */
  #paint(): void {
    const { clear } = this.#emphasis;
    const dots = new Map(this.#scene.dots.map((dot) => [dot.id, dot]));
    this.#graph.updateEachNodeAttributes((id, attributes) => {
      const dot = dots.get(id);
      if (dot === undefined) return attributes;
      const colour = dot.group === null ? undefined : this.#colours.groups[dot.group];
      return Object.assign(attributes, {
        color: css(colour ?? this.#colours.other),
        opacity: clear === null || clear.dots.has(id) ? 1 : DIMMED,
        shape: dot.isPinned ? "square" : "circle",
      });
    });
  }

  #moveTo(positions: Positions): void {
    const place = (id: string, attributes: DotAttributes): DotAttributes =>
      Object.assign(attributes, positions.get(id));
    this.#graph.updateEachNodeAttributes(place, { attributes: ["x", "y"] });
  }

  #loadLines(): void {
    const packed = packLines(this.#scene.lines, (id) => this.#sigma.getNodeDisplayData(id), {
      colours: this.#colours,
      emphasis: this.#emphasis,
      hovered: this.#hovered.line,
    });
    this.#lines?.load(packed);
  }

  #drawLabels(): void {
    const { width, height } = this.#sigma.getDimensions();
    const { pixelRatio } = this.#sigma.getRenderParams();
    const nodes = this.#screen.labelledNodes(this.#scene, this.#emphasis, this.#hovered);
    const segments = this.#screen.labelledSegments(this.#scene, this.#emphasis, this.#hovered);
    this.#labels.draw(nodes, segments, this.#colours, { width, height, pixelRatio });
    for (const node of nodes)
      if (node.emphasis === "strong")
        this.#labels.ring(node, css(this.#colours.accent), node.id !== this.#emphasis.dot);
  }
}

/** Where dots are before they move: where they were, or at a neighbour that was there. */
function beginnings({ dots, lines, positions }: Scene, before: Positions): Positions {
  const neighbours = neighboursOf(lines);
  return new Map(
    dots.flatMap(({ id }) => {
      const near = neighbours.get(id)?.find((other) => before.has(other));
      const place = before.get(id) ?? (near === undefined ? undefined : before.get(near)) ?? positions.get(id);
      return place === undefined ? [] : [[id, place] as const];
    }),
  );
}

function isSame(one: Position, other: Position | undefined): boolean {
  return one.x === other?.x && one.y === other.y;
}
