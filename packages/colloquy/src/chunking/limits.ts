import { ColloquyError } from "../model/index.ts";
import { tokenWeight, WEIGHT_PER_TOKEN } from "./estimate-tokens.ts";

/** The length of chunks, in tokens of `estimateTokens` and in characters. */
export interface ChunkingOptions {
  /** A chunk may end from this length on. Default 350. */
  readonly minimumTokens?: number;
  /** The longest chunk. Default 650. */
  readonly maximumTokens?: number;
  /** The longest chunk in UTF-16 code units. Default 2,600. */
  readonly maximumCharacters?: number;
}

/** The options with their defaults, in the units of the chunker. */
export interface Limits {
  readonly minimumWeight: number;
  readonly maximumWeight: number;
  readonly maximumCharacters: number;
}

const SMALLEST_MAXIMUM = 16;

/** @throws ColloquyError `configuration` for impossible limits. */
export function resolveLimits(options: ChunkingOptions): Limits {
  const { minimumTokens = 350, maximumTokens = 650, maximumCharacters = 2600 } = options;
  for (const [name, value] of Object.entries({ maximumTokens, maximumCharacters })) {
    if (!Number.isInteger(value) || value < SMALLEST_MAXIMUM) {
      throw new ColloquyError(
        "configuration",
        `Expected \`${name}\` of a chunk to be a whole number of at least ${SMALLEST_MAXIMUM}, got ${value}.`,
      );
    }
  }
  if (!Number.isInteger(minimumTokens) || minimumTokens < 1 || minimumTokens > maximumTokens) {
    throw new ColloquyError(
      "configuration",
      `Expected \`minimumTokens\` of a chunk to be a whole number from 1 to \`maximumTokens\` (${maximumTokens}), got ${minimumTokens}.`,
    );
  }
  return {
    minimumWeight: minimumTokens * WEIGHT_PER_TOKEN,
    maximumWeight: maximumTokens * WEIGHT_PER_TOKEN,
    maximumCharacters,
  };
}

/** Whether a range may be one chunk. It reads at most as much text as a chunk can hold. */
export function fits(text: string, from: number, to: number, limits: Limits): boolean {
  return to - from <= limits.maximumCharacters && tokenWeight(text, from, to) <= limits.maximumWeight;
}
