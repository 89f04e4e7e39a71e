import { type ScaleLinear, scaleLinear, type ScaleLogarithmic, scaleLog } from "d3-scale";
import { formatDecimal } from "../../../text/index.ts";

/** About so many steps between the ticks of an axis. */
const STEPS = 4;
/** From here on an axis has short labels, all in one unit: `7.5k` beside `10k`. */
const LARGE = 10_000;
/** On a logarithmic axis that is longer, there is room for powers of ten alone. */
const LONGEST_WITH_STEPS = 1_000;

/** A tick of an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Places a value on a chart: across in percent of the width, down in pixels. */
export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

/** An axis: where its values stand, and its ticks. */
export interface Axis {
  readonly place: Scale;
  readonly ticks: readonly Tick[];
}

/** From 0 to `end` across the chart. What lies outside stands at the nearer end. */
export function acrossScale(end: number): ScaleLinear<number, number> {
  return scaleLinear([0, end > 0 ? end : 1], [0, 100]).clamp(true);
}

const TIME_UNITS = [
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
  { name: "ms", seconds: 0.001 },
] as const;

/** Seconds of a run, across the chart. */
export function timeAxisOf(seconds: number): Axis {
  const unit = TIME_UNITS.find((each) => seconds >= 2 * each.seconds) ?? TIME_UNITS[3];
  const ticks = scaleLinear([0, seconds / unit.seconds], [0, 100]).ticks(STEPS);
  return {
    place: acrossScale(seconds),
    ticks: ticks.map((tick) => ({
      value: tick * unit.seconds,
      label: tick === 0 ? "0" : `${formatDecimal(tick)} ${unit.name}`,
    })),
  };
}

/** Values from 0 to `most` or beyond, upwards over `height` pixels; `whole`: values between whole numbers make no sense. */
export function valueAxisOf(most: number, height: number, whole: boolean): Axis {
  const end = whole ? Math.ceil(most) : most;
  const place = scaleLinear([0, end > 0 ? end : 1], [height, 0]).nice(STEPS - 1);
  const ticks = place.ticks(STEPS - 1).filter((tick) => !whole || Number.isInteger(tick));
  const label = (ticks.at(-1) ?? 0) < LARGE ? formatDecimal : place.tickFormat(STEPS - 1, "~s");
  return { place, ticks: ticks.map((value) => ({ value, label: value === 0 ? "0" : label(value) })) };
}

/** Equal ratios are equally long, across the chart. Its ticks are 1, 2 and 5 of each power of ten, or powers alone. */
export function logAxisOf(from: number, to: number, label: (value: number) => string): Axis {
  const place = scaleLog([from, to], [0, 100]).clamp(true);
  const leading = to / from > LONGEST_WITH_STEPS ? "1" : "125";
  const ticks = place.ticks().filter((tick) => leading.includes(tick.toExponential().charAt(0)));
  return { place, ticks: ticks.map((value) => ({ value, label: label(value) })) };
}
