import { likenessOf } from "../../pipeline/index.ts";

/** More different kinds are no longer told apart. */
const MOST_REASONS = 50;
const MOST_CHARACTERS = 300;

/** What stands for all reasons beyond those that are told apart. */
export const OTHER_REASONS = "other reasons";

interface Alike {
  /** As the first of them was told. */
  readonly first: string;
  count: number;
  /** Whether others said it in other words. */
  differ: boolean;
}

/** Counts sentences by what they have in common, in bounded memory however different they are. */
export class ReasonCounts {
  readonly #alike = new Map<string, Alike>();
  #others = 0;

  add(sentence: string): void {
    const likeness = shortened(likenessOf(sentence));
    const first = shortened(sentence);
    const alike = this.#alike.get(likeness);
    if (alike !== undefined) {
      alike.count += 1;
      alike.differ ||= alike.first !== first;
    } else if (this.#alike.size < MOST_REASONS) this.#alike.set(likeness, { first, count: 1, differ: false });
    else this.#others += 1;
  }

  get total(): number {
    return [...this.#alike.values()].reduce((sum, { count }) => sum + count, this.#others);
  }

  /** The most frequent first; last what is not told apart. */
  get entries(): readonly { readonly reason: string; readonly count: number }[] {
    const told = [...this.#alike.values()]
      .map(({ first, count, differ }) => ({ reason: differ ? `${first} (and others like it)` : first, count }))
      .sort((one, other) => other.count - one.count);
    return this.#others === 0 ? told : [...told, { reason: OTHER_REASONS, count: this.#others }];
  }
}

function shortened(sentence: string): string {
  return sentence.length > MOST_CHARACTERS ? `${sentence.slice(0, MOST_CHARACTERS).toWellFormed()}…` : sentence;
}
