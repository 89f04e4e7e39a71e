/**
 * Keeps every nth of what comes, and twice as few of them whenever it is full: at the end the items lie evenly over all
 * that came, however many. The first is always among them. Two of the same length keep the same.
 */
export class EvenSample<Item> {
  readonly #capacity: number;
  #items: Item[] = [];
  #every = 1;
  #seen = 0;

  /** @param capacity even: at most so many are kept. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param make is called where the item is kept. */
  offer(make: () => Item): void {
    const isKept = this.#seen % this.#every === 0;
    this.#seen += 1;
    if (!isKept) return;
    if (this.#items.length === this.#capacity) {
      this.#items = this.#items.filter((_, index) => index % 2 === 0);
      this.#every *= 2;
    }
    this.#items.push(make());
  }

  get items(): readonly Item[] {
    return this.#items;
  }
}
