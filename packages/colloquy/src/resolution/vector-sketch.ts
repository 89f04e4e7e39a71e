/** Bits of a sketch, in numbers of 32. */
const WORDS = 8;
/** Components of a vector that a bit depends on. */
const COMPONENTS_OF_BIT = 24;
/**
 * Two vectors with more different bits are far. The expected part of different bits is the angle divided by 180 degrees:
 * a third (85) for a cosine of 0.5. About 95 % of the pairs with this cosine have at most this number.
 */
const MOST_DIFFERENT = 98;

/**
 * The signs of fixed random projections of a vector. The number of different bits of two sketches estimates the angle of
 * their vectors (Charikar, 2002: "Similarity estimation techniques from rounding algorithms").
 */
export function sketchOf(vector: Float32Array): Int32Array {
  const sketch = new Int32Array(WORDS);
  let random = 1;
  const next = (): number => (random = Math.imul(random ^ (random >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 4;
  for (let bit = 0; bit < 32 * WORDS; bit += 1) {
    let sum = 0;
    for (let at = 0; at < COMPONENTS_OF_BIT; at += 1) {
      const chosen = next();
      const value = vector[(chosen >>> 1) % vector.length] as number;
      sum += (chosen & 1) === 0 ? value : -value;
    }
    if (sum > 0) sketch[bit >>> 5] = (sketch[bit >>> 5] as number) | (1 << (bit & 31));
  }
  return sketch;
}

/** Whether the cosine of two vectors is probably below 0.5, by their sketches. */
export function isFar(one: Int32Array, other: Int32Array): boolean {
  let different = 0;
  for (let at = 0; at < WORDS; at += 1) different += ones((one[at] as number) ^ (other[at] as number));
  return different > MOST_DIFFERENT;
}

/** The number of ones among 32 bits. */
function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The cosine of two vectors of length 1. */
export function cosineOf(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
