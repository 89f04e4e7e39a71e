import { type Document, isMap, isSeq, parseDocument } from "yaml";

/** A YAML text whose root is a map with lists, such as an aliases file. Edits keep the comments of all other entries. */
export class YamlLists {
  readonly #document: Document;

  /** @param text valid YAML, whose root is a map, or empty. */
  constructor(text: string) {
    this.#document = parseDocument(text);
    if (!isMap(this.#document.contents)) this.#document.contents = this.#document.createNode({}) as never;
  }

  /** The entries of a list; empty without it. */
  entries(key: string): readonly unknown[] {
    const list = this.#document.get(key, true);
    return isSeq(list) ? (list.toJS(this.#document) as unknown[]) : [];
  }

  /** Adds an entry at the end of a list, in one line. */
  add(key: string, entry: string | readonly string[]): void {
    const node = this.#document.createNode(entry, { flow: true });
    if (isSeq(this.#document.get(key, true))) this.#document.addIn([key], node);
    else this.#document.set(key, this.#document.createNode([node]));
  }

  /** Replaces an entry; without `entry` it is removed. */
  replace(key: string, index: number, entry?: readonly string[]): void {
    if (entry === undefined) this.#document.deleteIn([key, index]);
    else this.#document.setIn([key, index], this.#document.createNode(entry, { flow: true }));
  }

  toString(): string {
    return this.#document.toString();
  }
}
