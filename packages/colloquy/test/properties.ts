import { configureGlobal } from "fast-check";

const { COLLOQUY_TEST_SEED: seed } = process.env;

// `npm test` uses the same cases each time. `npm run test:properties` uses random cases and prints their seed.
configureGlobal({ seed: Number(seed ?? 1) });

/** The number of runs of a property with expensive cases, ten times as many in `npm run test:properties`. */
export function costlyRuns(usual: number): { readonly numRuns: number } {
  return { numRuns: seed === undefined ? usual : 10 * usual };
}
