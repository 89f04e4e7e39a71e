import { counted, formatMilliseconds, markup, type Markup, type Part } from "../../../text/index.ts";
import type { Distribution } from "../../reports/index.ts";
import { chart, labelAnchor, tickLabel } from "./chart.ts";
import { type Axis, logAxisOf } from "./scales.ts";

const HEIGHT = 170;
/** Width of an axis label with its margin in percent, when three charts are side by side. */
const LABEL_WIDTH = 15.5;
/** Top of the bars. The labels of the marks are above, each in its own line. */
const TOP = 50;

/** Histogram of times, with marks for the 50th, 90th and 99th percentile. */
export function histogram(id: string, title: string, colour: string, of: Distribution): Markup {
  const axis = axisOf(of);
  const description = `${counted(of.count, "time")}: half took at most ${formatMilliseconds(of.p50)}, nine of ten at most ${formatMilliseconds(of.p90)}, 99 of 100 at most ${formatMilliseconds(of.p99)}, the longest ${formatMilliseconds(of.max)}.`;
  const drawing = [bars(of, colour), axisLabels(axis), marks(of, axis)];
  return chart({ id, title, description, height: HEIGHT, room: "below", legend: [] }, drawing);
}

/** The axis from the first to the last bar, all of equal width. A first bar from 0 has the width of its neighbour. */
function axisOf({ histogram: [first, ...others], max }: Distribution): Axis {
  const last = others.at(-1) ?? first;
  const to = last === undefined ? Math.max(max, 0.001) : last.toMs;
  const ratio = last === undefined || !(last.fromMs > 0) ? 2 : last.toMs / last.fromMs;
  const from = first !== undefined && first.fromMs > 0 ? first.fromMs : (first?.toMs ?? to) / ratio;
  return logAxisOf(from, to, axisLabel);
}

function bars({ histogram }: Distribution, colour: string): Part {
  const highest = Math.max(1, ...histogram.map((bar) => bar.count));
  const width = 100 / Math.max(1, histogram.length);
  const drawn = histogram.map((bar, index) => {
    const height = bar.count === 0 ? 0 : Math.max(1.5, (bar.count / highest) * (HEIGHT - TOP));
    const title = `${formatMilliseconds(bar.fromMs)} to ${formatMilliseconds(bar.toMs)}: ${counted(bar.count, "time")}`;
    return markup`<rect class="bar spaced ${colour}" x="${index * width}%" y="${HEIGHT - height}" width="${width}%" height="${height}"><title>${title}</title></rect>`;
  });
  return [drawn, markup`<line class="base" x1="0" x2="100%" y1="${HEIGHT}" y2="${HEIGHT}"/>`];
}

function axisLabels(axis: Axis): Part {
  const ticks = apart(axis);
  return ticks.map(({ value, label }, index) =>
    tickLabel(axis.place(value), HEIGHT + 16, label, index % 2 === 1 && ticks.length > 4),
  );
}

/** The part of a label that is left of its anchor. */
const BEFORE_ANCHOR = { start: 0, middle: 0.5, end: 1 } as const;

/** Removes ticks whose label would overlap the label before. */
function apart({ ticks, place }: Axis): Axis["ticks"] {
  let end = -Infinity;
  return ticks.filter(({ value }) => {
    const x = place(value);
    const begin = x - LABEL_WIDTH * BEFORE_ANCHOR[labelAnchor(x)];
    if (begin < end) return false;
    end = begin + LABEL_WIDTH;
    return true;
  });
}

function marks({ p50, p90, p99 }: Distribution, { place }: Axis): Part {
  const named = [
    ["p50", p50],
    ["p90", p90],
    ["p99", p99],
  ] as const;
  const placed = named.map(([name, ms], index) => ({ name, ms, x: place(ms), y: 12 + index * 15 }));
  return [
    placed.map(({ x, y }) => markup`<line class="percentile" x1="${x}%" x2="${x}%" y1="${y - 9}" y2="${HEIGHT}"/>`),
    // Labels are drawn after the lines, so no line crosses a label.
    placed.map(({ name, ms, x, y }) => {
      const end = x > 68;
      return markup`<text class="percentile" x="${x}%" dx="${end ? -5 : 5}" y="${y}" text-anchor="${end ? "end" : "start"}">${name} ${formatMilliseconds(ms)}</text>`;
    }),
  ];
}

function axisLabel(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  return ms < 60_000 ? `${ms / 1_000} s` : `${Math.round(ms / 60_000)} min`;
}
