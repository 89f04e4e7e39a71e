import type { Position, Positions } from "../model/placement.ts";

/** Moves dots from their places to others, fast at first and then slower. */
export class Movement {
  readonly #show: (positions: Positions) => void;
  #frame = 0;

  constructor(show: (positions: Positions) => void) {
    this.#show = show;
  }

  start(from: Positions, to: Positions, ms: number): void {
    this.stop();
    const begun = performance.now();
    const step = (): void => {
      const part = Math.min(1, (performance.now() - begun) / ms);
      const eased = 1 - (1 - part) ** 3;
      this.#show(part === 1 ? to : new Map([...to].map(([id, end]) => [id, between(from.get(id) ?? end, end, eased)])));
      if (part < 1) this.#frame = requestAnimationFrame(step);
    };
    step();
  }

  /** Shows the places at once. */
  finish(positions: Positions): void {
    this.stop();
    this.#show(positions);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}

function between(from: Position, to: Position, part: number): Position {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
