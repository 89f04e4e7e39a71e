import { type ScaleLinear, scaleLinear, type ScaleLogarithmic, scaleLog } from "d3-scale";
import { formatDecimal } from "../../../text/index.ts";

/** Approximate number of steps between the ticks of an axis. */
const STEPS = 4;
/** From this value on, an axis has short labels in one unit: `7.5k` and `10k`. */
const LARGE = 10_000;
/** A longer logarithmic axis has ticks at powers of ten only. */
const LONGEST_WITH_STEPS = 1_000;

/** A tick of an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Maps a value to a position: horizontally in percent of the width, vertically in pixels. */
export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

/** An axis: the positions of its values, and its ticks. */
export interface Axis {
  readonly place: Scale;
  readonly ticks: readonly Tick[];
}

/** From 0 to `end` over the width. Values outside are drawn at the nearer end. */
export function acrossScale(end: number): ScaleLinear<number, number> {
  return scaleLinear([0, end > 0 ? end : 1], [0, 100]).clamp(true);
}

const TIME_UNITS = [
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
  { name: "ms", seconds: 0.001 },
] as const;

/** Seconds of a run over the width. */
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

/** Values from 0 to at least `most`, upwards over `height` pixels. `whole`: only whole numbers are meaningful. */
export function valueAxisOf(most: number, height: number, whole: boolean): Axis {
  const end = whole ? Math.ceil(most) : most;
  const place = scaleLinear([0, end > 0 ? end : 1], [height, 0]).nice(STEPS - 1);
  const ticks = place.ticks(STEPS - 1).filter((tick) => !whole || Number.isInteger(tick));
  const label = (ticks.at(-1) ?? 0) < LARGE ? formatDecimal : place.tickFormat(STEPS - 1, "~s");
  return { place, ticks: ticks.map((value) => ({ value, label: value === 0 ? "0" : label(value) })) };
}

/** A logarithmic axis over the width. Its ticks are 1, 2 and 5 of each power of ten, or powers of ten only. */
export function logAxisOf(from: number, to: number, label: (value: number) => string): Axis {
  const place = scaleLog([from, to], [0, 100]).clamp(true);
  const leading = to / from > LONGEST_WITH_STEPS ? "1" : "125";
  const ticks = place.ticks().filter((tick) => leading.includes(tick.toExponential().charAt(0)));
  return { place, ticks: ticks.map((value) => ({ value, label: label(value) })) };
}
