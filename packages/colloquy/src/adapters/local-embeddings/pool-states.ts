import type { Pooling } from "./model-properties.ts";

/**
 * Makes the vector of a text, of length 1, from the states of its tokens.
 * @param states the state of each token, one after another: tokens x dimensions.
 */
export function poolStates(states: Float32Array, dimensions: number, pooling: Pooling): Float32Array {
  const tokens = pooling === "first" ? 1 : states.length / dimensions;
  const sums = new Float64Array(dimensions);
  for (let token = 0; token < tokens; token++)
    for (let at = 0; at < dimensions; at++) sums[at] = (sums[at] ?? 0) + (states[token * dimensions + at] ?? 0);
  const length = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0));
  return Float32Array.from(sums, (sum) => (length === 0 ? 0 : sum / length));
}
