import { configureGlobal } from "fast-check";

const { COLLOQUY_TEST_SEED: seed } = process.env;

// `npm test` draws the same cases every time; `npm run test:properties` draws others, and says with which seed.
configureGlobal({ seed: Number(seed ?? 1) });

/** Runs of a property with costly cases: so many in `npm test`, five times as many in `npm run test:properties`. */
export function costlyRuns(usual: number): { readonly numRuns: number } {
  return { numRuns: seed === undefined ? usual : 5 * usual };
}
