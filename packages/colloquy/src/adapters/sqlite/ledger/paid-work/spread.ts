import type { Spread } from "../../../../ports/index.ts";

export const EVERYTHING: Spread = { take: 1, of: 1 };

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * Whether the item with a rank (from 0) is in the sample. The listing is divided into `take` stretches of equal length,
 * and one item of each is taken: stratified sampling with one unit per stratum (Cochran, Sampling Techniques, 1977,
 * 5A.1). Its position in the stretch follows the multiples of the golden ratio (a Weyl sequence), because a fixed
 * distance would take the same position of each file if files are equally long. Takes exactly `take` of the ranks below
 * `of`.
 */
export function isSpread(rank: number, { take, of }: Spread): boolean {
  const stretch = Math.floor((rank * take) / of);
  const start = Math.ceil((stretch * of) / take);
  const size = Math.ceil(((stretch + 1) * of) / take) - start;
  const share = (stretch * GOLDEN_RATIO) % 1;
  return rank - start === Math.floor(((share + 0.5) % 1) * size);
}
