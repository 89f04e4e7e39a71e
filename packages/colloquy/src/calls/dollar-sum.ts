/** Amounts are whole trillionths of a dollar. A token costs at least thousands of them at any price. */
const PARTS_PER_DOLLAR = 1e12;

/**
 * A sum of US dollars. Amounts are rounded to a trillionth and added as whole numbers, so the sum does not depend on order or
 * grouping.
 */
export class DollarSum {
  #parts = 0n;
  #isKnown = true;

  /** @param dollars Null: unknown, which makes the sum unknown. */
  add(dollars: number | null): void {
    if (dollars === null) this.#isKnown = false;
    else this.#parts += BigInt(Math.round(dollars * PARTS_PER_DOLLAR));
  }

  /** The sum; null if a part is unknown. */
  get value(): number | null {
    return this.#isKnown ? this.known : null;
  }

  /** The sum of the known parts. */
  get known(): number {
    return Number(this.#parts) / PARTS_PER_DOLLAR;
  }
}

/** Adds amounts; null if one of them is unknown. */
export function totalDollars(parts: readonly (number | null)[]): number | null {
  const sum = new DollarSum();
  for (const part of parts) sum.add(part);
  return sum.value;
}
