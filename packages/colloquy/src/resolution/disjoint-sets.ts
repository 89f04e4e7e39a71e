/** Union-find with path halving (Tarjan and van Leeuwen 1984). */
export class DisjointSets {
  readonly #parents = new Map<number, number>();

  add(member: number): void {
    if (!this.#parents.has(member)) this.#parents.set(member, member);
  }

  join(first: number, second: number): void {
    this.add(first);
    this.add(second);
    this.#parents.set(this.#root(first), this.#root(second));
  }

  sets(): number[][] {
    const sets = new Map<number, number[]>();
    for (const member of this.#parents.keys()) {
      const root = this.#root(member);
      const set = sets.get(root);
      if (set === undefined) sets.set(root, [member]);
      else set.push(member);
    }
    return [...sets.values()];
  }

  #root(member: number): number {
    let at = member;
    for (let parent = this.#parents.get(at) as number; parent !== at; parent = this.#parents.get(at) as number) {
      const grandparent = this.#parents.get(parent) as number;
      this.#parents.set(at, grandparent);
      at = grandparent;
    }
    return at;
  }
}
