import type { MouseCaptorEvents, MouseCoords, TouchCaptorEvents, TouchCoords } from "sigma/types";
import type { Position } from "../model/placement.ts";

/** What is at a point of the picture. */
export interface Hit {
  readonly dot: string | null;
  readonly line: string | null;
}

export const NO_HIT: Hit = { dot: null, line: null };

interface PointerEvents {
  readonly find: (point: Position) => Hit;
  readonly onHover: (hit: Hit) => void;
  readonly onPress: (hit: Hit) => void;
  readonly onOpen: (dot: string) => void;
  /** A dot follows the pointer, and is let go. */
  readonly onDrag: (dot: string, point: Position) => void;
  readonly onDrop: (dot: string) => void;
}

/** Receives the gestures of a mouse or of fingers. */
interface Captor<Events> {
  on<Name extends keyof Events>(name: Name, listener: Events[Name]): unknown;
  removeAllListeners(): unknown;
}

/** A pointer that moves less does not drag. Pixels. */
const STILL = 4;

/**
 * What a mouse or a finger does with dots and lines. Moving and zooming the picture stay with sigma; its own search for what
 * is under the pointer is replaced, because it reads a pixel of the GPU, which waits for a whole picture without a GPU.
 */
export class Pointer {
  readonly #events: PointerEvents;
  #dragged: { readonly dot: string; readonly from: Position; hasMoved: boolean } | null = null;

  constructor(events: PointerEvents) {
    this.#events = events;
  }

  listen(mouse: Captor<MouseCaptorEvents>, touch: Captor<TouchCaptorEvents>): void {
    const events = this.#events;
    mouse.removeAllListeners();
    mouse.on("mousedown", (event) => this.#down(event));
    mouse.on("mousemovebody", (event) => this.#drag(event, event));
    mouse.on("mousemove", (event) => {
      if (this.#dragged === null) events.onHover(events.find(event));
    });
    mouse.on("mouseleave", () => events.onHover(NO_HIT));
    mouse.on("mouseup", () => this.#up());
    mouse.on("click", (event) => events.onPress(events.find(event)));
    mouse.on("doubleClick", (event) => this.#open(event, event));
    touch.removeAllListeners();
    touch.on("touchdown", (event) => this.#down(pointOf(event)));
    touch.on("touchmove", (event) => this.#drag(pointOf(event), event));
    touch.on("touchup", () => this.#up());
    touch.on("tap", (event) => events.onPress(events.find(pointOf(event))));
    touch.on("doubletap", (event) => this.#open(pointOf(event), event));
  }

  #down(point: Position): void {
    const { dot } = this.#events.find(point);
    this.#dragged = dot === null ? null : { dot, from: { x: point.x, y: point.y }, hasMoved: false };
  }

  #drag(point: Position, event: Pick<MouseCoords, "preventSigmaDefault">): void {
    const dragged = this.#dragged;
    if (dragged === null) return;
    // The picture stays where it is.
    event.preventSigmaDefault();
    dragged.hasMoved ||= Math.hypot(point.x - dragged.from.x, point.y - dragged.from.y) > STILL;
    if (dragged.hasMoved) this.#events.onDrag(dragged.dot, point);
  }

  #up(): void {
    const dragged = this.#dragged;
    this.#dragged = null;
    if (dragged?.hasMoved === true) this.#events.onDrop(dragged.dot);
  }

  #open(point: Position, event: Pick<MouseCoords, "preventSigmaDefault">): void {
    const { dot } = this.#events.find(point);
    if (dot === null) return;
    event.preventSigmaDefault();
    this.#events.onOpen(dot);
  }
}

/** The first finger, or where it was. */
function pointOf({ touches, previousTouches }: TouchCoords): Position {
  return touches[0] ?? previousTouches[0] ?? { x: Number.NaN, y: Number.NaN };
}
