import type { Position } from "../model/placement.ts";
import { type Line, nearestSegment, type Segment, shifted } from "./edges.ts";
import type { LabelledNode, LabelledSegment } from "./labels.ts";
import type { Hit } from "./pointer.ts";
import type { Emphasis, Scene } from "./scene.ts";

/** How near to a dot or a line the pointer must be. Pixels. */
const NEAR = { dot: 4, line: 6 };

interface Projection {
  /** Where a dot is on the screen. */
  readonly pointOf: (dot: string) => Position | null;
  /** The factor of the radii of dots. */
  readonly dotScale: () => number;
}

/** Where the dots and lines of a scene are on the screen, as the camera shows them. */
export class Screen {
  readonly #projection: Projection;

  constructor(projection: Projection) {
    this.#projection = projection;
  }

  pointOf(dot: string): Position | null {
    return this.#projection.pointOf(dot);
  }

  /** What is at a point: the most important dot, or else the nearest line. */
  hitAt(point: Position, { dots, lines }: Scene): Hit {
    const scale = this.#projection.dotScale();
    for (const { id, radius } of dots) {
      const at = this.pointOf(id);
      if (at !== null && Math.hypot(at.x - point.x, at.y - point.y) <= radius * scale + NEAR.dot)
        return { dot: id, line: null };
    }
    const segments = lines.flatMap((line) => this.#segmentOf(line) ?? []);
    return { dot: null, line: nearestSegment(point, segments, NEAR.line) };
  }

  /** Dots as their names need them: those in the foreground, and then the others, in the order of their importance. */
  labelledNodes({ dots, lines }: Scene, { clear, dot, line }: Emphasis, hovered: Hit): readonly LabelledNode[] {
    const scale = this.#projection.dotScale();
    const selected = lines.find(({ id }) => id === line);
    const nodes = dots.flatMap(({ id, name, radius }): readonly LabelledNode[] => {
      const point = this.pointOf(id);
      if (point === null) return [];
      const isStrong = id === dot || id === hovered.dot;
      const isForced = isStrong || id === selected?.source || id === selected?.target;
      const emphasis = isStrong ? "strong" : clear === null || clear.dots.has(id) ? "normal" : "dimmed";
      return [{ id, name, x: point.x, y: point.y, radius: radius * scale, emphasis, isForced }];
    });
    const isStrong = ({ emphasis }: LabelledNode): boolean => emphasis === "strong";
    return [...nodes.filter(isStrong), ...nodes.filter((node) => !isStrong(node))];
  }

  /** Lines whose relations are written: those of the selected dot, and that which is selected or under the pointer. */
  labelledSegments({ lines }: Scene, { dot, line: selected }: Emphasis, hovered: Hit): readonly LabelledSegment[] {
    return lines.flatMap((line) => {
      const isForced = line.id === selected || line.id === hovered.line;
      if (!isForced && (dot === null || (line.source !== dot && line.target !== dot))) return [];
      const segment = this.#segmentOf(line);
      return segment === null ? [] : [{ ...segment, words: line.words, isForced }];
    });
  }

  #segmentOf({ id, source, target, shift }: Line): Segment | null {
    const [from, to] = [this.pointOf(source), this.pointOf(target)];
    return from === null || to === null ? null : shifted(id, from, to, shift);
  }
}
