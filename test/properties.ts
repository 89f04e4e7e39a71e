import { configureGlobal } from "fast-check";

const { COLLOQUY_TEST_SEED: seed } = process.env;

// `npm test` draws the same cases every time; `npm run test:properties` draws others, and says with which seed.
configureGlobal({ seed: Number(seed ?? 1) });

/** Runs of a property with costly cases: all of them in `npm run test:properties`, a fifth in `npm test`. */
export function costlyRuns(all: number): { readonly numRuns: number } {
  return { numRuns: seed === undefined ? Math.ceil(all / 5) : all };
}
