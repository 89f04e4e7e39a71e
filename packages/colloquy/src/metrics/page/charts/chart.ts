import { markup, type Markup, type Part } from "../../../text/index.ts";
import { timeAxisOf } from "./scales.ts";

/** What a chart is besides its drawing. */
export interface ChartFrame {
  /** Of its own within the page. */
  readonly id: string;
  readonly title: string;
  /** What a person who cannot see it should know. */
  readonly description: string;
  /** Pixels of the plot, without what stands around it. */
  readonly height: number;
  /** Which room stands around the plot: `axes` at the left and below, `below` only below, `none`. */
  readonly room: "axes" | "names" | "below" | "none";
  readonly legend: readonly LegendEntry[];
}

export interface LegendEntry {
  readonly label: string;
  /** Class of its colour, and how it is drawn. */
  readonly colour: string;
  readonly drawn: "line" | "dashes" | "area" | "mark";
}

/**
 * A chart with its title, its legend and its drawing. Places across are percentages and places down are pixels, so
 * that it fits any width without a script and its text keeps its size.
 */
export function chart(frame: ChartFrame, drawing: Part): Markup {
  const { id, title, description, height, room } = frame;
  return markup`<figure id="${id}"><figcaption><strong>${title}</strong>${legend(frame.legend)}</figcaption>
<div class="room ${room}"><svg role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${height}"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${drawing}</svg></div></figure>
`;
}

/** The numbers behind charts, out of the way until somebody wants them. */
export function numbersBehind(summary: string, content: Part): Markup {
  return markup`<details><summary>${summary}</summary>${content}</details>`;
}

/** Units across a drawing that is stretched. */
export const STRETCHED_WIDTH = 1_000;

/** A part of the drawing that is stretched to the width of the chart. */
export function stretched(height: number, content: Part): Markup {
  return markup`<svg viewBox="0 0 ${STRETCHED_WIDTH} ${height}" preserveAspectRatio="none" width="100%" height="${height}">${content}</svg>`;
}

/** Which end of a label under the plot stands at its tick (`x`: percent), so that it stays within the plot at both ends. */
export function labelAnchor(x: number): "start" | "middle" | "end" {
  return x < 4 ? "start" : x > 96 ? "end" : "middle";
}

/** A label under the plot, at `x` percent of its width. */
export function tickLabel(x: number, y: number, label: string, minor: boolean): Markup {
  return markup`<text class="tick${minor ? " minor" : ""}" x="${x}%" y="${y}" text-anchor="${labelAnchor(x)}">${label}</text>`;
}

function legend(entries: readonly LegendEntry[]): Part {
  if (entries.length === 0) return null;
  const items = entries.map(({ label, colour, drawn }) => markup`<li><i class="${drawn} ${colour}"></i>${label}</li>`);
  return markup`<ul class="legend">${items}</ul>`;
}

/** Seconds of a run, along the bottom of a plot of `height` pixels; every second label gives way on a narrow screen. */
export function timeAxis(seconds: number, height: number): Markup {
  const { place, ticks } = timeAxisOf(seconds);
  const lines = ticks.map(({ value, label }, index) => {
    const x = place(value);
    return markup`<line class="grid" x1="${x}%" x2="${x}%" y1="0" y2="${height}"/>${tickLabel(x, height + 16, label, index % 2 === 1 && ticks.length > 4)}`;
  });
  return markup`${lines}`;
}
