import { type EntityRow, foldCase } from "../../../model/index.ts";

/**
 * Indexed characters of a folded name; the remaining characters are compared after reading. With more than 32,766 bytes
 * the index fails after the commit, and the server refuses all requests until a restart.
 */
const INDEXED_LENGTH = 200;

/** A name as a lookup key: without case, and cut. */
export function nameKey(name: string): string {
  return foldCase(name).slice(0, INDEXED_LENGTH).toWellFormed();
}

/** The keys of all names of an entity, without duplicates. */
export function nameKeys({ name, aliases }: EntityRow): readonly string[] {
  if (aliases.length === 0) return [nameKey(name)];
  return [...new Set([name, ...aliases.map((alias) => alias.name)].map(nameKey))];
}

/** Keys of names as a query of a full-text index whose analyzer treats a text as one word. */
export function nameKeysQuery(names: readonly string[]): string {
  return names.map((name) => `nameKeys:"${nameKey(name).replace(/["\\]/g, String.raw`\$&`)}"`).join(" OR ");
}

/** Whether an entity has one of the folded names. */
export function isNamed({ name, aliases }: EntityRow, folded: ReadonlySet<string>): boolean {
  return [name, ...aliases.map((alias) => alias.name)].some((each) => folded.has(foldCase(each)));
}
