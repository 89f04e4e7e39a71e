/** Places values on an axis: 0 at its beginning, 1 at its end. */
export type Scale = (value: number) => number;

const TIME_STEPS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600,
  7_200, 10_800, 21_600, 43_200, 86_400,
];

/** 0.3 / 0.05 is a little less than 6. */
const ROUNDING = 1e-9;

/** From 0 to `end`. What lies outside is put at the nearer end. */
export function linearScale(end: number): Scale {
  return (value) => (end > 0 ? within(value / end) : 0);
}

/** Equal ratios are equally long. What lies outside is put at the nearer end; so is 0, which has no logarithm. */
export function logScale(from: number, to: number): Scale {
  const span = Math.log(to / from);
  return (value) => (value > 0 && span > 0 ? within(Math.log(value / from) / span) : 0);
}

/** Round values from 0 that reach to `most` or beyond, about `wanted` of them; none in between that no count can have. */
export function roundTicks(most: number, wanted: number, whole: boolean): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.9999) ?? power * 10;
  const size = whole ? Math.max(1, Math.ceil(step)) : step;
  const steps = Math.ceil((most / size) * 0.9999);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * size).toPrecision(12)));
}

/** Seconds at which a person would look at a clock, from 0 to `end`, at most `wanted` after 0. */
export function timeTicks(end: number, wanted: number): readonly number[] {
  const days = 86_400 * Math.ceil(end / wanted / 86_400);
  const step = TIME_STEPS.find((size) => end / size <= wanted + ROUNDING) ?? days;
  return Array.from({ length: Math.floor(end / step + ROUNDING) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** Powers of ten and, where these are few, their double and fivefold, from `from` to `to`. */
export function logTicks(from: number, to: number): readonly number[] {
  const factors = to / from > 1_000 ? [1] : [1, 2, 5];
  const powers = range(Math.floor(Math.log10(from)), Math.ceil(Math.log10(to)));
  return powers
    .flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(12))))
    .filter((tick) => tick >= from * 0.999 && tick <= to * 1.001);
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}
