import { DirectedGraph } from "graphology";
import { Sigma } from "sigma";
import { neighboursOf, type Position, type Positions } from "../model/placement.ts";
import { type Direction, neighbourTowards } from "../model/walk.ts";
import { type Colours, css, onColoursChange, readColours } from "./colours.ts";
import { DOT_MESH } from "./dot-mesh.ts";
import { Labels } from "./labels.ts";
import { LINE_MESH } from "./line-mesh.ts";
import { type Mesh, MeshProgram } from "./mesh-program.ts";
import { Movement } from "./movement.ts";
import { packDots, packLines } from "./pack.ts";
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

const MOVE_MS = 450;

/**
 * Draws a part of the graph. sigma has the camera, which follows the mouse and the fingers, and the layers; dots and lines are
 * meshes of their own, and names a canvas above them.
 */
export class Picture {
  readonly camera: PictureCamera;
  readonly #container: HTMLElement;
  readonly #sigma: Sigma;
  readonly #screen: Screen;
  readonly #labels: Labels;
  readonly #movement = new Movement((positions) => this.#place(positions));
  /** sigma follows the size of the window alone. */
  readonly #resize = new ResizeObserver(() => this.#sigma.resize().scheduleRefresh());
  readonly #ended = new AbortController();
  #meshes: { lines: MeshProgram | null; dots: MeshProgram | null } = { lines: null, dots: null };
  #colours: Colours;
  #scene: Scene = { dots: [], lines: [], positions: new Map() };
  /** Where the dots are now: on their way to the positions of the scene, or where a person drags them. */
  #places = new Map<string, Position>();
  #emphasis: Emphasis = { dot: null, line: null, clear: null };
  #hovered: Hit = NO_HIT;

  /** @throws Error if the browser has no WebGL 2. */
  constructor(container: HTMLElement, events: PictureEvents) {
    this.#container = container;
    this.#colours = readColours(container);
    this.#sigma = newStage(container);
    this.camera = new PictureCamera(this.#sigma);
    const dotScale = (): number => this.camera.dotScale();
    this.#screen = new Screen({ dotScale, pointOf: (dot) => this.#pointOf(dot) });
    const addMesh = (name: "lines" | "dots", mesh: Mesh, depth: "edges" | "nodes"): void => {
      // Called again when the browser lost the pictures of the GPU.
      this.#sigma.addCustomLayerProgram(name, depth, (gl) => {
        const program = new MeshProgram(gl, mesh, dotScale);
        this.#meshes[name] = program;
        this.#load();
        return program;
      });
    };
    addMesh("lines", LINE_MESH, "edges");
    addMesh("dots", DOT_MESH, "nodes");
    this.#labels = new Labels(
      this.#sigma.createCanvas("names", { style: { pointerEvents: "none" }, beforeLayer: "mouse" }),
    );
    this.#sigma.on("afterRender", () => this.#drawLabels());
    this.#point(events);
    this.#resize.observe(container);
    onColoursChange(() => {
      this.#colours = readColours(container);
      this.#load();
    }, this.#ended.signal);
  }

  /** Shows a scene; dots that move go to their new places in a moment, or at once. */
  show(scene: Scene, { isAnimated }: { readonly isAnimated: boolean }): void {
    const from = beginnings(scene, this.#places);
    const positionsOf = (isNew: boolean): readonly Position[] =>
      scene.dots.flatMap(({ id }) => (this.#places.has(id) === isNew ? [] : (scene.positions.get(id) ?? [])));
    if (this.#places.size > 0) void this.camera.include(positionsOf(true), positionsOf(false), isAnimated);
    this.#scene = scene;
    this.#places = new Map(from);
    if (isAnimated && [...from].some(([id, place]) => !isSame(place, scene.positions.get(id))))
      this.#movement.start(from, scene.positions, MOVE_MS);
    else this.#movement.finish(scene.positions);
  }

  emphasise(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#load();
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
    if (place !== undefined && this.#places.has(id)) await this.camera.reveal(place, isAnimated);
  }

  /** The neighbour of a dot in a direction of the screen; without one the nearest dot there; null: nothing is there. */
  towards(id: string, direction: Direction): string | null {
    const from = this.#pointOf(id);
    if (from === null) return null;
    const find = (ids: Iterable<string>): string | null =>
      neighbourTowards(
        from,
        direction,
        [...ids].flatMap((other) => {
          const point = other === id ? null : this.#pointOf(other);
          return point === null ? [] : { id: other, ...point };
        }),
      );
    return find(neighboursOf(this.#scene.lines).get(id) ?? []) ?? find(this.#places.keys());
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
    this.#resize.disconnect();
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
      onDrag: (dot, point) => this.#place(new Map([[dot, this.#sigma.viewportToGraph(point)]])),
      onDrop: (dot) => {
        const place = this.#places.get(dot);
        if (place !== undefined) onDrop(dot, place);
      },
    });
    pointer.listen(this.#sigma.getMouseCaptor(), this.#sigma.getTouchCaptor());
  }

  #hover(hit: Hit): void {
    if (hit.dot === this.#hovered.dot && hit.line === this.#hovered.line) return;
    this.#hovered = hit;
    this.#sigma.getMouseLayer().style.cursor = hit.dot === null && hit.line === null ? "" : "pointer";
    this.#load();
  }

  #place(positions: Positions): void {
    for (const [id, position] of positions) if (this.#places.has(id)) this.#places.set(id, position);
    this.#load();
  }

  /** Gives the dots and lines to the GPU as they are now. */
  #load(): void {
    const view = {
      colours: this.#colours,
      emphasis: this.#emphasis,
      hovered: this.#hovered.line,
      placeOf: (dot: string) => {
        const place = this.#places.get(dot);
        return place === undefined ? undefined : this.#sigma.graphToFramedGraph(place);
      },
    };
    this.#meshes.lines?.load(packLines(this.#scene, view));
    this.#meshes.dots?.load(packDots(this.#scene, view));
    this.#sigma.scheduleRender();
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

  #pointOf(dot: string): Position | null {
    const place = this.#places.get(dot);
    return place === undefined ? null : this.#sigma.graphToViewport(place);
  }
}

/** sigma with a plane of a fixed size. It draws nothing without a node, so there is one that is not seen. */
function newStage(container: HTMLElement): Sigma {
  const graph = new DirectedGraph();
  graph.addNode("anchor");
  const sigma = new Sigma(graph, container, {
    styles: { nodes: { x: 0, y: 0, size: 0, visibility: "hidden" } },
    settings: {
      renderLabels: false,
      minCameraRatio: 0.02,
      maxCameraRatio: 20,
      stagePadding: 0,
      // What sigma draws to find out what is under the pointer is not used.
      pickingDownSizingRatio: 32,
    },
  });
  return sigma.setCustomBBox({ x: [-EXTENT, EXTENT], y: [-EXTENT, EXTENT] }).refresh();
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
