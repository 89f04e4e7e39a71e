/** A binary heap: the smallest item by `compare` is taken first. */
export class PriorityQueue<Item> {
  #items: Item[] = [];
  #compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#items[0] = last;
      this.#sink(0);
    }
    return first;
  }

  /** Removes and gives all items, in no particular order. */
  takeAll(): readonly Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** Orders all items anew. */
  reorder(compare: (a: Item, b: Item) => number): void {
    const items = this.takeAll();
    this.#compare = compare;
    for (const item of items) this.push(item);
  }

  #rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    for (let index = start; ;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const first = right < this.#items.length && this.#before(right, left) ? right : left;
      if (first >= this.#items.length || !this.#swapIfBefore(first, index)) return;
      index = first;
    }
  }

  #before(a: number, b: number): boolean {
    return this.#compare(this.#items[a] as Item, this.#items[b] as Item) < 0;
  }

  #swapIfBefore(a: number, b: number): boolean {
    if (!this.#before(a, b)) return false;
    const item = this.#items[a] as Item;
    this.#items[a] = this.#items[b] as Item;
    this.#items[b] = item;
    return true;
  }
}
