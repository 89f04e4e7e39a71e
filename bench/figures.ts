/** The figures of several repetitions. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @throws TypeError when there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const [min, median, max] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  if (min === undefined || median === undefined || max === undefined) throw new TypeError("Expected a value.");
  return { min, median, max };
}

export const rate = (value: number): string => value.toFixed(0);
export const seconds = (value: number): string => `${value.toFixed(2)} s`;
export const megabytes = (value: number): string => `${value.toFixed(0)} MB`;
