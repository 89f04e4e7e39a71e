import { markup, type Markup, type Part } from "../../../text/index.ts";
import { timeAxisOf } from "./scales.ts";

/** The frame of a chart: everything except its drawing. */
export interface ChartFrame {
  /** Unique within the page. */
  readonly id: string;
  readonly title: string;
  /** The content of the chart, for people who cannot see it. */
  readonly description: string;
  /** Height of the plot in pixels, without the room around it. */
  readonly height: number;
  /** Room around the plot: `axes` left and below, `names` left, `below` below, `none`. */
  readonly room: "axes" | "names" | "below" | "none";
  readonly legend: readonly LegendEntry[];
}

export interface LegendEntry {
  readonly label: string;
  /** CSS class of the colour, and the shape. */
  readonly colour: string;
  readonly drawn: "line" | "dashes" | "area" | "mark";
}

/**
 * A chart with its title, legend and drawing. Horizontal positions are percentages and vertical positions are pixels, so
 * a chart fits any width without a script and its text keeps its size.
 */
export function chart(frame: ChartFrame, drawing: Part): Markup {
  const { id, title, description, height, room } = frame;
  return markup`<figure id="${id}"><figcaption><strong>${title}</strong>${legend(frame.legend)}</figcaption>
<div class="room ${room}"><svg role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${height}"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${drawing}</svg></div></figure>
`;
}

/** Width of a stretched drawing in its own units. */
export const STRETCHED_WIDTH = 1_000;

/** A part of the drawing that is stretched to the width of the chart. */
export function stretched(height: number, content: Part): Markup {
  return markup`<svg viewBox="0 0 ${STRETCHED_WIDTH} ${height}" preserveAspectRatio="none" width="100%" height="${height}">${content}</svg>`;
}

/** The text anchor of a label below the plot. `x` is in percent; labels at both ends stay within the plot. */
export function labelAnchor(x: number): "start" | "middle" | "end" {
  return x < 4 ? "start" : x > 96 ? "end" : "middle";
}

/** A label below the plot, at `x` percent of its width. */
export function tickLabel(x: number, y: number, label: string, minor: boolean): Markup {
  return markup`<text class="tick${minor ? " minor" : ""}" x="${x}%" y="${y}" text-anchor="${labelAnchor(x)}">${label}</text>`;
}

function legend(entries: readonly LegendEntry[]): Part {
  if (entries.length === 0) return null;
  const items = entries.map(({ label, colour, drawn }) => markup`<li><i class="${drawn} ${colour}"></i>${label}</li>`);
  return markup`<ul class="legend">${items}</ul>`;
}

/** The axis of a run in seconds, below a plot of `height` pixels. Narrow screens hide every second label. */
export function timeAxis(seconds: number, height: number): Markup {
  const { place, ticks } = timeAxisOf(seconds);
  const lines = ticks.map(({ value, label }, index) => {
    const x = place(value);
    return markup`<line class="grid" x1="${x}%" x2="${x}%" y1="0" y2="${height}"/>${tickLabel(x, height + 16, label, index % 2 === 1 && ticks.length > 4)}`;
  });
  return markup`${lines}`;
}
