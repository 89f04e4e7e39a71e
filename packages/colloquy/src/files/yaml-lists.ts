import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";

/** A YAML text whose root is a map with lists and with maps of texts, such as an aliases file. Edits keep the comments of all other entries. */
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
    if (list.items.length === 0) this.#remove(key);
  }

  /** The entries of a map of texts; empty without it. */
  pairs(key: string): readonly (readonly [string, string])[] {
    const map = (this.#document.toJS() as Readonly<Record<string, unknown>> | null)?.[key];
    return typeof map === "object" && map !== null ? Object.entries(map).map(([from, to]) => [from, String(to)]) : [];
  }

  /** Sets an entry of a map of texts. */
  set(key: string, name: string, value: string): void {
    const map = this.#mapOf(key);
    const index = indexIn(map, name);
    const pair = this.#document.createPair(name, value);
    if (index < 0) map.items.push(pair);
    else map.items.splice(index, 1, pair);
  }

  /** Removes an entry of a map. A map without entries is removed. */
  unset(key: string, name: string): void {
    const map = this.#mapOf(key);
    const index = indexIn(map, name);
    if (index >= 0) map.items.splice(index, 1);
    if (map.items.length === 0) this.#remove(key);
  }

  toString(): string {
    const { contents } = this.#document;
    if (!isMap(contents) || contents.items.length > 0) return this.#document.toString({ lineWidth: 0 });
    const { commentBefore, comment } = this.#document;
    const comments = [commentBefore, contents.commentBefore, contents.comment, comment].flatMap((each) => each ?? []);
    return comments.flatMap((each) => each.split("\n").map((line) => `#${line}\n`)).join("");
  }

  /** The map as it is written; a map that is missing, empty or an alias of YAML is written anew. */
  #mapOf(key: string): YAMLMap {
    const found = this.#document.get(key, true);
    if (isMap(found) && found.items.length > 0) return found;
    const map = this.#document.createNode(Object.fromEntries(this.pairs(key))) as YAMLMap;
    this.#document.set(key, map);
    return map;
  }

  /** Removes a list. A comment before it, which may be about the whole file, stays before the next list. */
  #remove(key: string): void {
    const { contents } = this.#document;
    const at = isMap(contents) ? contents.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key) : -1;
    if (!isMap(contents) || at < 0) return;
    const [removed] = contents.items.splice(at, 1);
    const comment = isScalar(removed?.key) ? removed.key.commentBefore : null;
    if (comment === null || comment === undefined) return;
    const next = contents.items[at]?.key;
    const holder = isScalar(next) ? next : this.#document;
    holder.commentBefore = [comment, ...(holder.commentBefore ? [holder.commentBefore] : [])].join("\n");
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

function indexIn(map: YAMLMap, name: string): number {
  return map.items.findIndex(({ key }) => isScalar(key) && String(key.value) === name);
}
