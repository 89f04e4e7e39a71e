import { markup, type Markup } from "../../../text/index.ts";
import { tickLabel } from "./chart.ts";
import { timeAxisOf } from "./scales.ts";

/** Seconds of a run, along the bottom of a plot of `height` pixels; every second label gives way on a narrow screen. */
export function timeAxis(seconds: number, height: number): Markup {
  const { place, ticks } = timeAxisOf(seconds);
  const lines = ticks.map(({ value, label }, index) => {
    const x = place(value);
    return markup`<line class="grid" x1="${x}%" x2="${x}%" y1="0" y2="${height}"/>${tickLabel(x, height + 16, label, index % 2 === 1 && ticks.length > 4)}`;
  });
  return markup`${lines}`;
}
