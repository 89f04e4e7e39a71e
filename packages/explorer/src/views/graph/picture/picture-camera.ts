import type { Sigma } from "sigma";
import type { Position } from "../model/placement.ts";

/** Half of the side of the square that the camera shows at ratio 1, in the unit of positions. */
export const EXTENT = 500;
/** The closest that the camera goes to show all dots. */
const CLOSEST = 0.05;
/** Pixels around the dots for names. */
const SPACE = 40;
/** Pixels from an edge where a dot is hard to see; fewer than the space, so that a dot is seen where all are shown. */
const EDGE = 30;
const MOVE_MS = 450;
/** How much smaller and larger dots become. */
const SCALE = { least: 0.4, most: 1.8 };
/** With fewer pixels for a unit of positions, dots are smaller also when all are shown. */
const FULL_SIZE_PIXELS = 0.45;

type Stage = Pick<Sigma, "getCamera" | "getDimensions" | "graphToFramedGraph" | "graphToViewport">;

/** What of the plane is seen. */
export class PictureCamera {
  readonly #stage: Stage;
  #fitRatio = 1;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The factor of the radii of dots: at most 1 when all dots are shown, more when the camera is nearer. */
  dotScale(): number {
    const fitted = Math.min(1, Math.sqrt(this.#pixels() / this.#fitRatio / FULL_SIZE_PIXELS));
    const nearer = Math.sqrt(this.#fitRatio / this.#stage.getCamera().ratio);
    return Math.max(SCALE.least, Math.min(SCALE.most, fitted * nearer));
  }

  /** Shows all points, which are those of all dots. */
  async fit(points: readonly Position[], isAnimated: boolean): Promise<void> {
    if (points.length === 0) return;
    const view = this.#viewOf(points);
    this.#fitRatio = view.ratio;
    await this.#move(view, isAnimated);
  }

  async zoom(factor: number, isAnimated: boolean): Promise<void> {
    await this.#move({ ratio: this.#stage.getCamera().ratio / factor }, isAnimated);
  }

  /** Moves to a point if it is outside of what is seen. */
  async reveal(point: Position, isAnimated: boolean): Promise<void> {
    if (!this.#isSeen(point)) await this.#move(this.#stage.graphToFramedGraph(point), isAnimated);
  }

  /** Shows more points, if not all of them are seen, and still those of the others that are seen. */
  async include(points: readonly Position[], others: readonly Position[], isAnimated: boolean): Promise<void> {
    if (points.every((point) => this.#isSeen(point))) return;
    const seen = others.filter((point) => this.#isSeen(point));
    await this.#move(this.#viewOf([...seen, ...points]), isAnimated);
  }

  /** Pixels for a unit of positions at ratio 1. */
  #pixels(): number {
    const { width, height } = this.#stage.getDimensions();
    return Math.min(width, height) / (2 * EXTENT);
  }

  #isSeen(point: Position): boolean {
    const { x, y } = this.#stage.graphToViewport(point);
    const { width, height } = this.#stage.getDimensions();
    return x > EDGE && y > EDGE && x < width - EDGE && y < height - EDGE;
  }

  /** The state of the camera that shows points. */
  #viewOf(points: readonly Position[]): Position & { readonly ratio: number } {
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    const { width, height } = this.#stage.getDimensions();
    const room = (side: number): number => Math.max(SPACE, side - 2 * SPACE);
    const pixels = this.#pixels();
    const ratio = Math.max(CLOSEST, ((right - left) * pixels) / room(width), ((high - low) * pixels) / room(height));
    return { ...this.#stage.graphToFramedGraph({ x: (left + right) / 2, y: (low + high) / 2 }), ratio };
  }

  async #move(state: Partial<Position & { ratio: number }>, isAnimated: boolean): Promise<void> {
    if (isAnimated) await this.#stage.getCamera().animate(state, { duration: MOVE_MS });
    else this.#stage.getCamera().setState(state);
  }
}
