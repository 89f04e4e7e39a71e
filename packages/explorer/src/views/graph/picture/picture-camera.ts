import type { Sigma } from "sigma";
import type { Position } from "../model/placement.ts";

/** Half of the side of the square that the camera shows at ratio 1, in the unit of positions. */
export const EXTENT = 500;
/** The closest that the camera goes to show all dots. */
const CLOSEST = 0.05;
/** Pixels around the dots for names, and beside them for the legend and the tools. */
const SPACE = { around: 40, legend: 110, tools: 30 };
/** Pictures that are narrower have nothing beside the dots. */
const WIDE = 620;
/** Pixels from an edge where a dot is hard to see. */
const EDGE = 40;
const MOVE_MS = 450;

/** What of the plane is seen. */
export class PictureCamera {
  readonly #sigma: Pick<Sigma, "getCamera" | "getDimensions" | "graphToFramedGraph" | "graphToViewport">;
  #fitRatio = 1;

  constructor(sigma: Pick<Sigma, "getCamera" | "getDimensions" | "graphToFramedGraph" | "graphToViewport">) {
    this.#sigma = sigma;
  }

  /** How much smaller a dot is at a ratio; when all dots are shown they have their own sizes. */
  sizeRatio(ratio: number): number {
    return Math.max(0.55, Math.min(1.8, Math.sqrt(ratio / this.#fitRatio)));
  }

  /** Shows all points. */
  async fit(points: readonly Position[], isAnimated: boolean): Promise<void> {
    if (points.length === 0) return;
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    const { width, height } = this.#sigma.getDimensions();
    const room = roomOf(width, height);
    const pixels = Math.min(width, height) / (2 * EXTENT);
    this.#fitRatio = Math.max(CLOSEST, ((right - left) * pixels) / room.width, ((high - low) * pixels) / room.height);
    const centre = { x: (left + right) / 2 - (room.shift * this.#fitRatio) / pixels, y: (low + high) / 2 };
    await this.#move({ ...this.#sigma.graphToFramedGraph(centre), ratio: this.#fitRatio }, isAnimated);
  }

  async zoom(factor: number, isAnimated: boolean): Promise<void> {
    await this.#move({ ratio: this.#sigma.getCamera().ratio / factor }, isAnimated);
  }

  /** Moves to a point if it is outside of what is seen. */
  async reveal(point: Position, isAnimated: boolean): Promise<void> {
    const { x, y } = this.#sigma.graphToViewport(point);
    const { width, height } = this.#sigma.getDimensions();
    const isSeen = x > EDGE && y > EDGE && x < width - EDGE && y < height - EDGE;
    if (!isSeen) await this.#move(this.#sigma.graphToFramedGraph(point), isAnimated);
  }

  async #move(state: Partial<Position & { ratio: number }>, isAnimated: boolean): Promise<void> {
    if (isAnimated) await this.#sigma.getCamera().animate(state, { duration: MOVE_MS });
    else this.#sigma.getCamera().setState(state);
  }
}

/** The part of a picture where the dots have room, and how far its middle is to the right of that of the picture. */
function roomOf(width: number, height: number) {
  const [left, right] = width > WIDE ? [SPACE.legend, SPACE.tools] : [0, 0];
  return {
    width: Math.max(SPACE.around, width - left - right - 2 * SPACE.around),
    height: Math.max(SPACE.around, height - 2 * SPACE.around),
    shift: (left - right) / 2,
  };
}
