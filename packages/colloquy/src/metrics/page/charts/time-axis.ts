import { count } from "../format.ts";
import { markup, type Markup } from "../markup.ts";
import { linearScale, timeTicks } from "../scale.ts";
import { tickLabel } from "./chart.ts";

/** Seconds of a run, along the bottom of a plot of `height` pixels; every second label gives way on a narrow screen. */
export function timeAxis(seconds: number, height: number): Markup {
  const place = linearScale(seconds);
  const ticks = timeTicks(seconds, 6);
  const unit = unitOf(ticks[1] ?? seconds);
  const lines = ticks.map((tick, index) => {
    const x = place(tick);
    const label = index === 0 ? "0" : `${short(tick / unit.seconds)} ${unit.name}`;
    return markup`<line class="grid" x1="${x * 100}%" x2="${x * 100}%" y1="0" y2="${height}"/>${tickLabel(x, height + 16, label, index % 2 === 1 && ticks.length > 4)}`;
  });
  return markup`${lines}`;
}

function unitOf(step: number): { readonly name: string; readonly seconds: number } {
  if (step >= 1_800) return { name: "h", seconds: 3_600 };
  if (step >= 60) return { name: "min", seconds: 60 };
  return step >= 0.1 ? { name: "s", seconds: 1 } : { name: "ms", seconds: 0.001 };
}

function short(number: number): string {
  return Number.isInteger(number) ? count(number) : String(Number(number.toFixed(2)));
}
