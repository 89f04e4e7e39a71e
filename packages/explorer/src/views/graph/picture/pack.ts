import type { Position } from "../model/placement.ts";
import { type Colour, type Colours } from "./colours.ts";
import { DOT_CORNERS, DOT_MESH } from "./dot-mesh.ts";
import { LINE_CORNERS, LINE_MESH } from "./line-mesh.ts";
import { floatsOf } from "./mesh-program.ts";
import type { Emphasis, Scene } from "./scene.ts";

interface View {
  readonly colours: Colours;
  readonly emphasis: Emphasis;
  /** The line under the pointer. */
  readonly hovered: string | null;
  /** Where a dot is, as the camera of sigma has it. */
  readonly placeOf: (dot: string) => Position | undefined;
}

const STRONG_WIDTH = 1.5;
const DASH = 4;
const OPACITY = { said: 0.75, implied: 0.45, denied: 0.9, dimmedLine: 0.1, dimmedDot: 0.22 };

/** The corners of all lines, for LINE_MESH. */
export function packLines({ lines, dots }: Scene, { colours, emphasis, hovered, placeOf }: View): Float32Array {
  const radii = new Map(dots.map(({ id, radius }) => [id, radius]));
  const corners = new Corners(lines.length, floatsOf(LINE_MESH), LINE_CORNERS);
  for (const line of lines) {
    const [source, target] = [placeOf(line.source), placeOf(line.target)];
    if (source === undefined || target === undefined) continue;
    const isStrong = line.id === emphasis.line || line.id === hovered;
    const isClear = isStrong || emphasis.clear?.lines.has(line.id) === true;
    const width = line.width + (isStrong ? STRONG_WIDTH : 0);
    corners.add(
      [source.x, source.y, target.x, target.y],
      [width, line.shift, radii.get(line.source) ?? 0, radii.get(line.target) ?? 0, line.isDashed ? DASH : 0],
      line.tone === "denied" ? colours.denied : isClear ? colours.accent : colours.line,
      isClear ? 1 : emphasis.clear === null ? OPACITY[line.tone] : OPACITY.dimmedLine,
    );
  }
  return corners.packed();
}

/** The corners of all dots, for DOT_MESH; the most important ones come last, and lie above the others. */
export function packDots({ dots }: Scene, { colours, emphasis: { clear }, placeOf }: View): Float32Array {
  const corners = new Corners(dots.length, floatsOf(DOT_MESH), DOT_CORNERS);
  for (const { id, radius, group, isPinned } of dots.toReversed()) {
    const place = placeOf(id);
    if (place === undefined) continue;
    const colour = (group === null ? undefined : colours.groups[group]) ?? colours.other;
    const opacity = clear === null || clear.dots.has(id) ? 1 : OPACITY.dimmedDot;
    corners.add([place.x, place.y], [radius, isPinned ? 1 : 0], colour, opacity);
  }
  return corners.packed();
}

/** Values of items, once for each corner of an item. */
class Corners {
  readonly #floats: Float32Array;
  readonly #bytes: Uint8Array;
  readonly #width: number;
  readonly #each: number;
  #at = 0;

  constructor(items: number, width: number, each: number) {
    this.#floats = new Float32Array(items * width * each);
    this.#bytes = new Uint8Array(this.#floats.buffer);
    [this.#width, this.#each] = [width, each];
  }

  add(place: readonly number[], shape: readonly number[], colour: Colour, opacity: number): void {
    const begin = this.#at;
    this.#floats.set(place, begin);
    this.#floats.set(shape, begin + place.length);
    const colourAt = (begin + this.#width - 1) * 4;
    this.#bytes.set(colour, colourAt);
    this.#bytes[colourAt + 3] = Math.round(255 * opacity);
    this.#at += this.#width;
    for (let corner = 1; corner < this.#each; corner++) {
      this.#floats.copyWithin(this.#at, begin, begin + this.#width);
      this.#at += this.#width;
    }
  }

  packed(): Float32Array {
    return this.#floats.subarray(0, this.#at);
  }
}
