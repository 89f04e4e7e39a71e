/** A trillionth of a dollar: no token of any price costs less than thousands of them. */
const PARTS_PER_DOLLAR = 1e12;

/**
 * A sum of US dollars. What is added is rounded to a trillionth, and trillionths are added as whole numbers: so a sum is
 * the same in whatever order and by whatever groups it is made.
 */
export class DollarSum {
  #parts = 0n;
  #isKnown = true;

  /** @param dollars null where they are not known: then the sum is not known either. */
  add(dollars: number | null): void {
    if (dollars === null) this.#isKnown = false;
    else this.#parts += BigInt(Math.round(dollars * PARTS_PER_DOLLAR));
  }

  /** Null where a part of it is not known. */
  get value(): number | null {
    return this.#isKnown ? this.known : null;
  }

  /** Of the parts that are known. */
  get known(): number {
    return Number(this.#parts) / PARTS_PER_DOLLAR;
  }
}

/** Of a few sums; null where one of them is not known. */
export function totalDollars(parts: readonly (number | null)[]): number | null {
  const sum = new DollarSum();
  for (const part of parts) sum.add(part);
  return sum.value;
}
