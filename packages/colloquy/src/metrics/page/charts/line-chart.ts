import { amount, axisAmount, decimal, duration } from "../format.ts";
import { markup, type Markup, type Part } from "../markup.ts";
import { linearScale, roundTicks, type Scale } from "../scale.ts";
import { chart, type ChartFrame, stretched } from "./chart.ts";
import { timeAxis } from "./time-axis.ts";

export interface Point {
  readonly seconds: number;
  readonly value: number;
}

export interface Series {
  readonly name: string;
  /** Class of its colour. */
  readonly colour: string;
  /** `area` and `line` go from point to point, `bound` keeps its height until it changes. */
  readonly drawn: "area" | "line" | "bound";
  readonly points: readonly Point[];
}

export interface LineChart extends Omit<ChartFrame, "height" | "room" | "legend"> {
  /** How long the axis is. */
  readonly seconds: number;
  readonly series: readonly Series[];
  /** Whether values between whole numbers make no sense. */
  readonly whole: boolean;
  /** Moments at which something is to be seen that has no height, such as calls that were turned away. */
  readonly marks: { readonly label: string; readonly at: readonly number[] };
}

const HEIGHT = 150;
/** A bound this much higher than everything else would press the rest flat. */
const OUT_OF_SIGHT = 6;
const HOVERS = 90;

/** How values go over the time of a run. */
export function lineChart(parts: LineChart): Markup {
  const top = topOf(parts.series);
  const ticks = roundTicks(top, 4, parts.whole);
  const x = linearScale(parts.seconds);
  const highest = ticks.at(-1) ?? 1;
  const down = (value: number): number => (1 - value / highest) * HEIGHT;
  const label = axisAmount(highest);
  const seen = parts.series.filter((series) => series.drawn !== "bound" || lowest(series) <= top);
  const beyond = parts.series.filter((series) => !seen.includes(series));
  const rows = ticks.map(
    (tick) =>
      markup`<line class="grid" x1="0" x2="100%" y1="${down(tick)}" y2="${down(tick)}"/><text class="tick" x="-8" y="${down(tick) + 4}" text-anchor="end">${label(tick)}</text>`,
  );
  const drawing = [
    rows,
    timeAxis(parts.seconds, HEIGHT),
    stretched(
      HEIGHT,
      seen.map((series) => path(series, x, down)),
    ),
    seen.map((series) => loneDot(series, x, down)),
    parts.marks.at.map(
      (at) => markup`<rect class="mark" x="${x(at) * 100}%" y="${HEIGHT - 9}" width="2.5" height="9"/>`,
    ),
    hovers(parts, x),
  ];
  return chart({ ...parts, height: HEIGHT, room: "axes", legend: legendOf(seen, beyond, highest, parts.marks) }, drawing);
}

function topOf(series: readonly Series[]): number {
  const values = Math.max(0, ...series.filter((one) => one.drawn !== "bound").map(highestOf));
  const bounds = series.filter((one) => one.drawn === "bound").map(highestOf);
  return Math.max(values, ...bounds.filter((bound) => values === 0 || bound <= values * OUT_OF_SIGHT));
}

function lowest({ points }: Series): number {
  return Math.min(...points.map(({ value }) => value));
}

function highestOf({ points }: Series): number {
  return Math.max(0, ...points.map(({ value }) => value));
}

function path({ points, drawn, colour }: Series, x: Scale, down: (value: number) => number): Part {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const across = ({ seconds }: Point): string => (x(seconds) * 1000).toFixed(1);
  const line = points.map((point, index) => {
    const height = down(point.value).toFixed(1);
    if (index === 0) return `M${across(point)} ${height}`;
    return drawn === "bound" ? `H${across(point)}V${height}` : `L${across(point)} ${height}`;
  });
  if (drawn === "bound")
    return markup`<path class="bound ${colour}" d="${line.join("")}${points.length === 1 ? "H1000" : ""}"/>`;
  const under = drawn === "area" && points.length > 1 ? `${line.join("")}V${HEIGHT}H${across(first)}Z` : null;
  return [
    under === null ? null : markup`<path class="under ${colour}" d="${under}"/>`,
    markup`<path class="line ${colour}" d="${line.join("")}"/>`,
  ];
}

/** A line needs two points; a run may be too short for them. */
function loneDot({ points, drawn, colour }: Series, x: Scale, down: (value: number) => number): Part {
  const [only] = points;
  if (only === undefined || points.length > 1 || drawn === "bound") return null;
  return markup`<circle class="dot ${colour}" cx="${x(only.seconds) * 100}%" cy="${down(only.value)}" r="4"/>`;
}

/** What a pointer is told: bands that name the values of the moment under it. */
function hovers({ series, seconds }: LineChart, x: Scale): Part {
  const moments = series[0]?.points ?? [];
  const stride = Math.max(1, Math.ceil(moments.length / HOVERS));
  const width = 100 / Math.max(1, Math.ceil(moments.length / stride));
  return moments
    .filter((_, index) => index % stride === 0)
    .map((moment) => {
      const values = series.map(({ name, points }) => `${name} ${decimal(valueAt(points, moment.seconds))}`);
      const left = Math.min(100 - width, Math.max(0, x(moment.seconds) * 100 - width / 2));
      const text = `${duration(Math.min(moment.seconds, seconds))}: ${values.join(", ")}`;
      return markup`<rect class="hover" x="${left}%" y="0" width="${width}%" height="${HEIGHT}"><title>${text}</title></rect>`;
    });
}

function valueAt(points: readonly Point[], seconds: number): number {
  return points.findLast((point) => point.seconds <= seconds)?.value ?? points[0]?.value ?? 0;
}

function legendOf(
  seen: readonly Series[],
  beyond: readonly Series[],
  top: number,
  marks: LineChart["marks"],
): ChartFrame["legend"] {
  // The title says what a line alone is.
  if (seen.length + beyond.length === 1 && marks.at.length === 0) return [];
  return [
    ...seen.map((series) => {
      const { name, colour, drawn } = series;
      const most = highestOf(series);
      const label = most > top ? `${name} (up to ${amount(most)}, in part above the chart)` : name;
      return { label, colour, drawn: drawn === "bound" ? "dashes" : drawn } as const;
    }),
    ...beyond.map(
      (series) =>
        ({
          label: `${series.name} (${amount(lowest(series))}, above the chart)`,
          colour: series.colour,
          drawn: "dashes",
        }) as const,
    ),
    ...(marks.at.length > 0 ? [{ label: marks.label, colour: "turned-away", drawn: "mark" } as const] : []),
  ];
}
