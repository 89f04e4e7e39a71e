import type { Positions } from "../model/placement.ts";
import type { Line } from "./edges.ts";

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

/** A line with its relation in words. */
export interface NamedLine extends Line {
  readonly words: string;
}

/** What a picture shows; dots in the order of their importance. */
export interface Scene {
  readonly dots: readonly Dot[];
  readonly lines: readonly NamedLine[];
  readonly positions: Positions;
}

/** What is in the foreground. */
export interface Emphasis {
  readonly dot: string | null;
  readonly line: string | null;
  /** Dots and lines that stay clear while others are dimmed; null: nothing is dimmed. */
  readonly clear: { readonly dots: ReadonlySet<string>; readonly lines: ReadonlySet<string> } | null;
}
