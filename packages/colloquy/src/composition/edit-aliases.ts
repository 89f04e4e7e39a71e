import { isDeepStrictEqual } from "node:util";
import { YamlLists } from "../files/index.ts";
import { aliasKey, type Corrections, joinedKeys, namedInFile, normaliseName } from "../resolution/index.ts";

/** An entry of an aliases file. An entry of `hide` has one name; one of `rename` has the old name and the new one. */
export interface AliasEntry {
  readonly list: "same" | "different" | "hide" | "rename";
  readonly names: readonly string[];
}

/** The text of an aliases file, with the entries that were added and removed. */
export class AliasEdits {
  readonly added: AliasEntry[] = [];
  readonly removed: AliasEntry[] = [];
  readonly #lists: YamlLists;

  /** @param text of an aliases file that can be used. */
  constructor(text: string) {
    this.#lists = new YamlLists(text);
  }

  entries(list: AliasEntry["list"]): readonly (readonly string[])[] {
    if (list === "rename") return this.#lists.pairs(list);
    const entries = this.#lists.entries(list) as readonly (string | readonly string[])[];
    return entries.map((entry) => (typeof entry === "string" ? [entry] : entry));
  }

  add(list: AliasEntry["list"], names: readonly string[]): void {
    const [first = "", second = ""] = names;
    if (list === "rename") this.#lists.set(list, first, second);
    else this.#lists.add(list, list === "hide" ? first : names);
    this.added.push({ list, names });
  }

  /** Removes the first equal entry; false if there is none. */
  remove({ list, names }: AliasEntry): boolean {
    const index = this.entries(list).findIndex((each) => isDeepStrictEqual(each, names));
    if (index < 0) return false;
    if (list === "rename") this.#lists.unset(list, names[0] as string);
    else this.#lists.replace(list, index, []);
    this.removed.push({ list, names });
    return true;
  }

  /** Replaces each entry by the entries that `edit` makes of it; it returns the same entry if nothing changes. */
  change(
    list: Exclude<AliasEntry["list"], "rename">,
    edit: (names: readonly string[], index: number) => readonly (readonly string[])[],
  ): void {
    const changes = this.entries(list).map((names, index) => ({ names, index, kept: edit(names, index) }));
    // From the end, so that the numbers of the entries before stay.
    for (const { names, index, kept } of changes.toReversed()) {
      if (kept.length === 1 && kept[0] === names) continue;
      this.#lists.replace(list, index, kept);
      this.removed.unshift({ list, names });
      this.added.push(...kept.map((each) => ({ list, names: each })));
    }
  }

  toString(): string {
    return this.#lists.toString();
  }
}

/**
 * Makes entities one: adds their names to `same`, and parts them no longer.
 * @param keys of all names of the entities.
 */
export function merge(
  edits: AliasEdits,
  names: readonly string[],
  keys: readonly string[],
  corrections: Corrections,
): void {
  const sets = joinedKeys(corrections);
  const merged = new Set(keys.map((key) => sets.setOf(key)));
  const isMerged = (name: string): boolean => merged.has(sets.setOf(aliasKey(name)));
  edits.change("different", (group) => {
    const [own, others] = [group.filter(isMerged), group.filter((name) => !isMerged(name))];
    if (own.length < 2) return [group];
    // Each of the merged names stays apart from the other names.
    return others.length === 0 ? [] : own.map((name) => [name, ...others]);
  });
  edits.add("same", names);
}

/** Takes a name out of `same`. Names that only this name holds together stay together. */
export function takeOut(edits: AliasEdits, name: string): void {
  const isName = (other: string): boolean => aliasKey(other) === aliasKey(name);
  const groups = edits.entries("same");
  const first = groups.findIndex((group) => group.some(isName));
  const together = withoutRepeats(
    groups
      .filter((group) => group.some(isName))
      .flat()
      .filter((other) => !isName(other)),
  );
  edits.change("same", (group, index) => {
    if (!group.some(isName)) return [group];
    return index === first && together.length > 1 ? [together] : [];
  });
}

/** Takes a name out of its entity: it is the same as none of the other names, which stay together. */
export function separate(
  edits: AliasEdits,
  name: string,
  others: readonly string[],
  { rename }: Pick<Corrections, "rename">,
): void {
  takeOut(edits, name);
  const isName = (other: string): boolean => aliasKey(other) === aliasKey(name);
  const sets = joinedKeys({ same: edits.entries("same"), rename });
  // Rules keep names with a common form together, except forms of the separated name, and names that it is a part of.
  const own = formsOf(name);
  for (const other of others.filter((each) => !isPartOf(name, each)))
    for (const form of formsOf(other).filter((each) => !own.includes(each))) sets.join(aliasKey(other), `form ${form}`);
  const oneOfEachSet = [...new Map(others.toReversed().map((other) => [sets.setOf(aliasKey(other)), other])).values()];
  for (const other of oneOfEachSet.toReversed()) {
    const isOther = (each: string): boolean => aliasKey(each) === aliasKey(other);
    if (!edits.entries("different").some((group) => group.some(isName) && group.some(isOther)))
      edits.add("different", [name, other]);
  }
}

function isPartOf(name: string, whole: string): boolean {
  const words = aliasKey(whole).split(" ");
  return [words[0], words.at(-1)].includes(aliasKey(name));
}

function formsOf(name: string): readonly string[] {
  return normaliseName(namedInFile(name)?.name ?? name).forms;
}

function withoutRepeats(names: readonly string[]): readonly string[] {
  return [...new Map(names.toReversed().map((name) => [aliasKey(name), name])).values()].toReversed();
}
