import { type EntityRow, foldCase } from "../../../model/index.ts";

/**
 * Characters of a folded name that are indexed; what follows is compared when it is read. The index must not be given
 * more than 32,766 bytes: the server then fails after the commit, and refuses everything until it is started anew.
 */
const INDEXED_LENGTH = 200;

/** A name as it is looked up: without case, and cut. */
export function nameKey(name: string): string {
  return foldCase(name).slice(0, INDEXED_LENGTH).toWellFormed();
}

/** The keys of all names of an entity, each once. */
export function nameKeys({ name, aliases }: EntityRow): readonly string[] {
  if (aliases.length === 0) return [nameKey(name)];
  return [...new Set([name, ...aliases.map((alias) => alias.name)].map(nameKey))];
}

/** The keys of names as the query of a full-text index whose analyzer takes a text as one word. */
export function nameKeysQuery(names: readonly string[]): string {
  return names.map((name) => `nameKeys:"${nameKey(name).replace(/["\\]/g, String.raw`\$&`)}"`).join(" OR ");
}

/** Whether an entity has one of the names, which are folded. */
export function isNamed({ name, aliases }: EntityRow, folded: ReadonlySet<string>): boolean {
  return [name, ...aliases.map((alias) => alias.name)].some((each) => folded.has(foldCase(each)));
}
