import { area, curveStepAfter, line } from "d3-shape";
import { formatAmount, formatDecimal, formatDuration, markup, type Markup, type Part } from "../../../text/index.ts";
import { chart, type ChartFrame, type LegendEntry, stretched, STRETCHED_WIDTH, timeAxis } from "./chart.ts";
import { acrossScale, type Scale, valueAxisOf } from "./scales.ts";

export interface Point {
  readonly seconds: number;
  readonly value: number;
}

export interface Series {
  readonly name: string;
  /** CSS class of the colour. */
  readonly colour: string;
  /** `area` and `line` connect the points; `bound` is a step line. */
  readonly drawn: "area" | "line" | "bound";
  readonly points: readonly Point[];
}

interface Marks {
  readonly label: string;
  readonly at: readonly number[];
}

export interface LineChart extends Omit<ChartFrame, "height" | "room" | "legend"> {
  /** Length of the axis. */
  readonly seconds: number;
  readonly series: readonly Series[];
  /** Whether only whole numbers are meaningful. */
  readonly whole: boolean;
  /** Moments of events without a height, for example rate-limited calls. */
  readonly marks?: Marks;
}

const HEIGHT = 150;
/** A bound this many times higher than all other values is cut off, because it would flatten them. */
const OUT_OF_SIGHT = 6;
const HOVERS = 90;

/** Values over the time of a run. */
export function lineChart({ marks = { label: "", at: [] }, ...parts }: LineChart): Markup {
  const top = topOf(parts.series);
  const { place: down, ticks } = valueAxisOf(top, HEIGHT, parts.whole);
  const x = acrossScale(parts.seconds);
  const seen = parts.series.filter((series) => series.drawn !== "bound" || lowest(series) <= top);
  const beyond = parts.series.filter((series) => !seen.includes(series));
  const rows = ticks.map(
    ({ value, label }) =>
      markup`<line class="grid" x1="0" x2="100%" y1="${down(value)}" y2="${down(value)}"/><text class="tick" x="-8" y="${down(value) + 4}" text-anchor="end">${label}</text>`,
  );
  const drawing = [
    rows,
    timeAxis(parts.seconds, HEIGHT),
    stretched(
      HEIGHT,
      seen.map((series) => paths(series, x, down)),
    ),
    seen.map((series) => loneDot(series, x, down)),
    marks.at.map((at) => markup`<rect class="mark" x="${x(at)}%" y="${HEIGHT - 9}" width="2.5" height="9"/>`),
    hovers(parts, x),
  ];
  const highest = ticks.at(-1)?.value ?? 1;
  return chart({ ...parts, height: HEIGHT, room: "axes", legend: legendOf(seen, beyond, highest, marks) }, drawing);
}

function topOf(series: readonly Series[]): number {
  const values = Math.max(0, ...series.filter((one) => one.drawn !== "bound").map(highestOf));
  const bounds = series.filter((one) => one.drawn === "bound").map(highestOf);
  return Math.max(values, ...bounds.filter((bound) => values === 0 || bound <= values * OUT_OF_SIGHT));
}

function lowest({ points }: Series): number {
  return Math.min(...points.map(({ value }) => value));
}

export function highestOf({ points }: Series): number {
  return Math.max(0, ...points.map(({ value }) => value));
}

/** The line of a series, and its area. */
function paths({ points, drawn, colour }: Series, x: Scale, down: Scale): Part {
  const across = ({ seconds }: Point): number => (x(seconds) * STRETCHED_WIDTH) / 100;
  const height = ({ value }: Point): number => down(value);
  const path = line<Point>(across, height).digits(1);
  if (drawn === "bound")
    return markup`<path class="bound ${colour}" d="${path.curve(curveStepAfter)(toTheEnd(points, x))}"/>`;
  const under = drawn === "area" && points.length > 1 ? area<Point>(across, HEIGHT, height).digits(1)(points) : null;
  return [
    under === null ? null : markup`<path class="under ${colour}" d="${under}"/>`,
    markup`<path class="line ${colour}" d="${path(points)}"/>`,
  ];
}

/** A bound that never changed is drawn over the whole chart. */
function toTheEnd(points: readonly Point[], x: Scale): Iterable<Point> {
  const [only, second] = points;
  return only === undefined || second !== undefined ? points : [only, { ...only, seconds: x.domain()[1] ?? 0 }];
}

/** A dot for a series with a single point. */
function loneDot({ points, drawn, colour }: Series, x: Scale, down: Scale): Part {
  const [only] = points;
  if (only === undefined || points.length > 1 || drawn === "bound") return null;
  return markup`<circle class="dot ${colour}" cx="${x(only.seconds)}%" cy="${down(only.value)}" r="4"/>`;
}

/** Bands with a tooltip of the values at the moment below the pointer. */
function hovers({ series, seconds }: LineChart, x: Scale): Part {
  const moments = series[0]?.points ?? [];
  const stride = Math.max(1, Math.ceil(moments.length / HOVERS));
  const width = 100 / Math.max(1, Math.ceil(moments.length / stride));
  return moments
    .filter((_, index) => index % stride === 0)
    .map((moment) => {
      const values = series.map(({ name, points }) => `${name} ${formatDecimal(valueAt(points, moment.seconds))}`);
      const left = Math.min(100 - width, Math.max(0, x(moment.seconds) - width / 2));
      const text = `${formatDuration(Math.min(moment.seconds, seconds))}: ${values.join(", ")}`;
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
  marks: Marks,
): readonly LegendEntry[] {
  // The title names a single line.
  if (seen.length + beyond.length === 1 && marks.at.length === 0) return [];
  return [
    ...seen.map((series): LegendEntry => {
      const { name, colour, drawn } = series;
      const most = highestOf(series);
      const label = most > top ? `${name} (up to ${formatAmount(most)}, partly above the chart)` : name;
      return { label, colour, drawn: drawn === "bound" ? "dashes" : drawn };
    }),
    ...beyond.map((series): LegendEntry => {
      const label = `${series.name} (${formatAmount(lowest(series))}, above the chart)`;
      return { label, colour: series.colour, drawn: "dashes" };
    }),
    ...(marks.at.length > 0 ? [{ label: marks.label, colour: "turned-away", drawn: "mark" } as const] : []),
  ];
}
