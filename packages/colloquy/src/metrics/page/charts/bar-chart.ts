import { markup, type Markup } from "../../../text/index.ts";
import { chart, type ChartFrame } from "./chart.ts";
import { acrossScale } from "./scales.ts";

export interface Bar {
  readonly name: string;
  /** The text at the end of the line. */
  readonly value: string;
  readonly segments: readonly { readonly colour: string; readonly size: number; readonly title: string }[];
}

export interface BarChart extends Pick<ChartFrame, "id" | "title" | "legend"> {
  readonly bars: readonly Bar[];
  /** The number of bars that are drawn. Default: all. The description has all. */
  readonly most?: number;
}

const ROW = 46;
const THICK = 12;
const LONGEST_NAME = 32;

/** Horizontal bars with their names above; the longest bar has the width of the chart. */
export function barChart({ bars, most = bars.length, ...frame }: BarChart): Markup {
  const drawn = bars.slice(0, most);
  const scale = acrossScale(Math.max(...drawn.map(sizeOf)));
  const rows = drawn.map((bar, index) => row(bar, index * ROW, scale));
  const description = `${bars.map(({ name, value }) => `${name}: ${value}`).join("; ")}.`;
  return chart({ ...frame, description, height: drawn.length * ROW - 10, room: "none" }, rows);
}

function row(bar: Bar, top: number, scale: (size: number) => number): Markup {
  let left = 0;
  const segments = bar.segments.map(({ colour, size, title }) => {
    const width = scale(size);
    const drawn = markup`<rect class="bar ${colour}" x="${left}%" y="${top + 22}" width="${width}%" height="${THICK}"><title>${title}</title></rect>`;
    left += width;
    // A bar has a minimum width, so a small value stays visible.
    const hairline =
      size > 0 && width < 0.3
        ? markup`<rect class="bar ${colour}" x="${left - width}%" y="${top + 22}" width="2" height="${THICK}"/>`
        : null;
    return [drawn, hairline];
  });
  return markup`<text class="name" x="0" y="${top + 14}">${shortened(bar.name)}<title>${bar.name}</title></text><text class="value" x="100%" y="${top + 14}" text-anchor="end">${bar.value}</text><rect class="track" x="0" y="${top + 22}" width="100%" height="${THICK}" rx="2"/>${segments}`;
}

function sizeOf({ segments }: Bar): number {
  return segments.reduce((sum, { size }) => sum + size, 0);
}

/** Shortens a name in its middle: model names differ at both ends. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= LONGEST_NAME) return name;
  return `${letters.slice(0, LONGEST_NAME - 14).join("")}…${letters.slice(-12).join("")}`;
}
