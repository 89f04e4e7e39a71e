/** Reproducible random numbers: the same seed has the same sequence. */
export interface Random {
  /** From 0 to 1, exclusive. */
  uniform(): number;
  /** Mean 0, deviation 1. */
  normal(): number;
  /** Student's t; replaces `normal` when the deviation was measured on a small sample. */
  student(degreesOfFreedom: number): number;
  /** Gamma distribution. `events` is its shape: the squared ratio of mean and deviation. */
  gamma(mean: number, events: number): number;
  /** Poisson distribution: a number of events with this mean. */
  poisson(mean: number): number;
  /** Log-normal distribution: nine tenths of the numbers lie between `least` and `most`. */
  logNormal(range: { readonly least: number; readonly most: number }): number;
}

/** Nine tenths of a normal distribution lie within this many deviations of the mean. */
const NINE_TENTHS = 1.645;

/** Marsaglia and Tsang, 2000. A shape below 1 is drawn from shape + 1. */
function standardGamma(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return standardGamma(shape + 1, uniform, normal) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform()) < x ** 2 / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Uniform: Mulberry32 (Tommy Ettinger). Normal: Box and Muller, 1958. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    student(degreesOfFreedom) {
      const degrees = Math.max(1, Math.min(100, Math.round(degreesOfFreedom)));
      let squares = 0;
      for (let degree = 0; degree < degrees; degree += 1) squares += normal() ** 2;
      return normal() / Math.sqrt(squares / degrees);
    },
    poisson(expected) {
      // For a large mean, the normal distribution is a good approximation.
      if (expected > 30) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal()));
      const none = Math.exp(-expected);
      let count = -1;
      for (let product = 1; product > none || count < 0; count += 1) product *= uniform();
      return count;
    },
    gamma: (mean, events) => (mean / events) * standardGamma(events, uniform, normal),
    logNormal({ least, most }) {
      const [low, high] = [Math.log(least), Math.log(most)];
      return Math.exp((low + high) / 2 + (normal() * (high - low)) / 2 / NINE_TENTHS);
    },
  };
}
