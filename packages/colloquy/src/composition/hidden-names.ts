import { entityId } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import {
  aliasKey,
  type Corrections,
  joinedKeys,
  namedInFile,
  normaliseName,
  numberForms,
} from "../resolution/index.ts";

/**
 * The entries of `hide` for the entity that a name, or an id of before, would have. Names are one entity with it by the user's entries, by
 * their forms, by decisions and by definitions.
 */
export async function hiddenBy(
  name: string,
  corrections: Corrections,
  ledger: Pick<Ledger, "namesOf">,
): Promise<readonly string[]> {
  if (corrections.hide.length === 0) return [];
  const sets = joinedKeys(corrections);
  const forms = numberForms(name);
  const wordForms = normaliseName(name).forms;
  const isAsked = (entry: string): boolean => {
    const { key, forms: formsOfEntry } = normaliseName(namedInFile(entry)?.name ?? entry);
    return (
      entityId(key) === name ||
      aliasKey(entry) === aliasKey(name) ||
      forms.includes(key) ||
      formsOfEntry.some((form) => wordForms.includes(form))
    );
  };
  const found = new Set(corrections.hide.filter(isAsked));
  const reached = new Set([aliasKey(name), ...forms]);
  for (const key of reached) {
    for (const entry of corrections.hide) if (sets.setOf(aliasKey(entry)) === sets.setOf(key)) found.add(entry);
    const known = await ledger.namesOf({ key });
    if (known === null || known.entity !== null) continue;
    const pairs = [...known.decisions.filter(({ isSame }) => isSame), ...known.definitions];
    for (const { first, second } of pairs) reached.add(first).add(second);
  }
  return [...found];
}
