import { type Document, isMap, isSeq, parseDocument, type YAMLSeq } from "yaml";

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
    const list = (this.#document.toJS() as Readonly<Record<string, unknown>> | null)?.[key];
    return Array.isArray(list) ? list : [];
  }

  /** Adds an entry at the end of a list, in one line. */
  add(key: string, entry: string | readonly string[]): void {
    this.#listOf(key).add(this.#document.createNode(entry, { flow: true }));
  }

  /** Replaces an entry by others. A list without entries is removed. */
  replace(key: string, index: number, entries: readonly (string | readonly string[])[]): void {
    const list = this.#listOf(key);
    list.items.splice(index, 1, ...entries.map((entry) => this.#document.createNode(entry, { flow: true })));
    if (list.items.length === 0) this.#document.delete(key);
  }

  toString(): string {
    const isEmpty = isMap(this.#document.contents) && this.#document.contents.items.length === 0;
    // Comments of a file without entries belong to the document.
    if (isEmpty) this.#document.contents = null as never;
    return this.#document.toString({ lineWidth: 0 });
  }

  /** The list as it is written; a list that is missing, empty or an alias of YAML is written anew. */
  #listOf(key: string): YAMLSeq {
    const found = this.#document.get(key, true);
    if (isSeq(found) && found.items.length > 0) return found;
    const list = this.#document.createNode(this.entries(key)) as YAMLSeq;
    for (const item of list.items) if (isSeq(item)) item.flow = true;
    this.#document.set(key, list);
    return list;
  }
}
