/** Numbers of 32 bits in a sketch. */
const WORDS = 8;
/** Components of a vector that a bit depends on. */
const COMPONENTS_OF_BIT = 24;
/**
 * The most different bits of two near sketches, and of their first halves. The expected part of different bits is the
 * angle of the vectors divided by 180 degrees: a third (85 of 256) for a cosine of 0.5. Of the pairs with this cosine about 94
 * in 100 are near, of those with smaller angles more.
 */
const MOST_DIFFERENT = { half: 54, whole: 98 } as const;

/** Finds the vectors with a cosine of about 0.5 or more without computing each cosine. */
export interface Sketches {
  /** The later positions whose vectors are probably near the vector at a position. Each pair is found by its two vectors alone. */
  nearAfter(position: number): readonly number[];
}

/**
 * A sketch has the signs of fixed random projections of a vector. The number of different bits of two sketches estimates
 * the angle of their vectors (Charikar, 2002: "Similarity estimation techniques from rounding algorithms").
 */
export function sketchesOf(vectors: readonly (Float32Array | null)[]): Sketches {
  const bits = new Int32Array(WORDS * vectors.length);
  for (const [position, vector] of vectors.entries()) if (vector !== null) writeSketch(vector, bits, WORDS * position);
  const different = (from: number, to: number, words: number): number => {
    let sum = 0;
    for (let at = 0; at < words; at += 1) sum += ones((bits[from + at] as number) ^ (bits[to + at] as number));
    return sum;
  };
  return {
    nearAfter(position) {
      const [near, own] = [[] as number[], WORDS * position];
      if (vectors[position] === null) return near;
      for (let other = position + 1; other < vectors.length; other += 1) {
        const theirs = WORDS * other;
        if (different(own, theirs, WORDS / 2) > MOST_DIFFERENT.half) continue;
        if (different(own, theirs, WORDS) <= MOST_DIFFERENT.whole && vectors[other] !== null) near.push(other);
      }
      return near;
    },
  };
}

function writeSketch(vector: Float32Array, bits: Int32Array, start: number): void {
  // Always the same projections.
  let random = 1;
  for (let bit = 0; bit < 32 * WORDS; bit += 1) {
    let sum = 0;
    for (let at = 0; at < COMPONENTS_OF_BIT; at += 1) {
      random = Math.imul(random ^ (random >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
      const value = vector[(random >>> 5) % vector.length] as number;
      sum += (random & 16) === 0 ? value : -value;
    }
    if (sum > 0) bits[start + (bit >>> 5)] = (bits[start + (bit >>> 5)] as number) | (1 << (bit & 31));
  }
}

/** The number of ones among 32 bits. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The cosine of two vectors of length 1; null if one is missing. */
export function cosineOf(one: Float32Array | null, other: Float32Array | null | undefined): number | null {
  if (one === null || other === null || other === undefined) return null;
  // Four sums do not wait for each other.
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < one.length; at += 4) {
    a += (one[at] as number) * (other[at] as number);
    b += (one[at + 1] as number) * (other[at + 1] as number);
    c += (one[at + 2] as number) * (other[at + 2] as number);
    d += (one[at + 3] as number) * (other[at + 3] as number);
  }
  for (; at < one.length; at += 1) a += (one[at] as number) * (other[at] as number);
  return a + b + c + d;
}
