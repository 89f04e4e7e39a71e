import type { Colours } from "./colours.ts";
import type { Dot, Emphasis, NamedLine, Scene } from "./scene.ts";

/** Scenes for tests. */
export const NO_EMPHASIS: Emphasis = { dot: null, line: null, clear: null };

export const COLOURS: Colours = {
  paper: [255, 255, 255],
  ink: [0, 0, 0],
  line: [100, 100, 100],
  accent: [0, 0, 200],
  denied: [200, 0, 0],
  other: [50, 50, 50],
  groups: [
    [1, 1, 1],
    [2, 2, 2],
  ],
};

export function dot(id: string, others: Partial<Dot> = {}): Dot {
  return { id, name: id, radius: 5, group: null, isPinned: false, ...others };
}

export function line(source: string, target: string, others: Partial<NamedLine> = {}): NamedLine {
  return {
    id: `${source}-${target}`,
    source,
    target,
    shift: 0,
    width: 1,
    isDashed: false,
    tone: "said",
    words: "causes",
    ...others,
  };
}

export function scene(dots: readonly Dot[], lines: readonly NamedLine[] = []): Scene {
  return { dots, lines, positions: new Map() };
}
