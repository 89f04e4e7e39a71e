import { hash } from "node:crypto";

/**
 * A number from 0 to 1 (exclusive) that depends only on its parts and never on the order of arrival, so that a run can be
 * repeated at another concurrency.
 */
export function chance(...parts: readonly (string | number)[]): number {
  return Number.parseInt(hash("sha256", JSON.stringify(parts), "hex").slice(0, 12), 16) / 2 ** 48;
}

/** A value whose logarithm is normally distributed (Box and Muller, 1958). */
export function logNormal(median: number, sigma: number, ...parts: readonly (string | number)[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(...parts, "radius")));
  return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * chance(...parts, "angle")));
}
