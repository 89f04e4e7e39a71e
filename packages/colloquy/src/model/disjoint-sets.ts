/** Divides items into sets by joining them two by two (union-find: Tarjan, 1975). */
export class DisjointSets<Item> {
  readonly #parents = new Map<Item, Item>();

  join(one: Item, other: Item): void {
    const [a, b] = [this.setOf(one), this.setOf(other)];
    this.#parents.set(a, a);
    this.#parents.set(b, a);
  }

  /** The item that stands for the set of an item; an item that was not joined is a set of its own. */
  setOf(item: Item): Item {
    let root = item;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root))
      root = next;
    // Later calls find the root in one step.
    for (let at = item; at !== root;) {
      const next = this.#parents.get(at) as Item;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  /** The sets of two items or more. */
  sets(): readonly (readonly Item[])[] {
    return [...Map.groupBy(this.#parents.keys(), (item) => this.setOf(item)).values()];
  }
}
