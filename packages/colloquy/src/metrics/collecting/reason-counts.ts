import { likenessOf } from "../../pipeline/index.ts";

/** Further kinds of sentences are counted together. */
const MOST_REASONS = 50;
const MOST_CHARACTERS = 300;

/** Stands for all reasons beyond the distinguished kinds. */
export const OTHER_REASONS = "other reasons";

interface Alike {
  /** The first sentence of this kind. */
  readonly first: string;
  count: number;
  /** Whether later sentences of this kind had other words. */
  differ: boolean;
}

/** Counts sentences by kind (`likenessOf`), in bounded memory. */
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

  /** The most frequent kinds first; other reasons last. */
  get entries(): readonly { readonly reason: string; readonly count: number }[] {
    const kinds = [...this.#alike.values()]
      .map(({ first, count, differ }) => ({ reason: differ ? `${first} (and others like it)` : first, count }))
      .sort((one, other) => other.count - one.count);
    return this.#others === 0 ? kinds : [...kinds, { reason: OTHER_REASONS, count: this.#others }];
  }
}

function shortened(sentence: string): string {
  return sentence.length > MOST_CHARACTERS ? `${sentence.slice(0, MOST_CHARACTERS).toWellFormed()}…` : sentence;
}

const MOST_MESSAGES = 100;

/** Distinct messages in the order of arrival. Beyond 100 messages only their number is kept. */
export class DistinctMessages {
  readonly #messages = new Set<string>();
  #more = 0;

  add(message: string): void {
    if (this.#messages.size < MOST_MESSAGES) this.#messages.add(message);
    else if (!this.#messages.has(message)) this.#more += 1;
  }

  get all(): readonly string[] {
    return this.#more === 0 ? [...this.#messages] : [...this.#messages, `${this.#more} more, which the log has`];
  }
}
