/**
 * Keeps every nth item and halves its content when it is full, so the kept items are spread evenly over all offered
 * items. The first item is always kept. Two samples of the same length keep items at the same positions.
 */
export class EvenSample<Item> {
  readonly #capacity: number;
  #items: Item[] = [];
  #every = 1;
  #seen = 0;

  /** @param capacity the most items that are kept; an even number. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param make is called only for an item that is kept. */
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
