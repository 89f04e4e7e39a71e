import type { Position } from "../model/placement.ts";
import type { Colours } from "./colours.ts";
import type { Line } from "./edges.ts";
import { FLOATS } from "./line-shaders.ts";
import type { Emphasis } from "./scene.ts";

/** The end of a line: where it is, and the radius of its dot. */
type End = Position & { readonly size: number };

const STRONG_WIDTH = 1.5;
const DASH = 4;
const OPACITY = { said: 0.75, implied: 0.45, denied: 0.9, dimmed: 0.1 };

/** Lines as the program reads them; see FLOATS. A line without an end is left out. */
export function packLines(
  lines: readonly Line[],
  endOf: (dot: string) => End | undefined,
  { colours, emphasis, hovered }: { colours: Colours; emphasis: Emphasis; hovered: string | null },
): Float32Array {
  const floats = new Float32Array(lines.length * FLOATS);
  const bytes = new Uint8Array(floats.buffer);
  let at = 0;
  for (const line of lines) {
    const [source, target] = [endOf(line.source), endOf(line.target)];
    if (source === undefined || target === undefined) continue;
    const isStrong = line.id === emphasis.line || line.id === hovered;
    const isClear = isStrong || emphasis.clear?.lines.has(line.id) === true;
    floats.set([source.x, source.y, target.x, target.y], at);
    floats.set([line.width + (isStrong ? STRONG_WIDTH : 0), line.shift, source.size, target.size], at + 4);
    floats[at + 8] = line.isDashed ? DASH : 0;
    bytes.set(line.tone === "denied" ? colours.denied : isClear ? colours.accent : colours.line, (at + 9) * 4);
    const opacity = isClear ? 1 : emphasis.clear === null ? OPACITY[line.tone] : OPACITY.dimmed;
    bytes[(at + 9) * 4 + 3] = Math.round(255 * opacity);
    at += FLOATS;
  }
  return floats.subarray(0, at);
}
