import { type Evidence, placeKey } from "../model/index.ts";

/** The exact words that an answer cites, with their number from 1 in the order of first use. */
export interface AnswerCitation extends Evidence {
  readonly n: number;
}

/** Numbers pieces of evidence from 1 in the order of first use. Words at the same place have one number. */
export class CitationList {
  readonly #byPlace = new Map<string, AnswerCitation>();

  get all(): readonly AnswerCitation[] {
    return [...this.#byPlace.values()];
  }

  numberOf(evidence: Evidence): number {
    const key = placeKey(evidence);
    const known = this.#byPlace.get(key) ?? { n: this.#byPlace.size + 1, ...evidence };
    this.#byPlace.set(key, known);
    return known.n;
  }
}
