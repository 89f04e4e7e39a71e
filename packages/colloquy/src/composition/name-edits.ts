import { ColloquyError } from "../model/index.ts";
import { aliasKey, type Corrections, namedInFile } from "../resolution/index.ts";
import type { AliasEdits } from "./edit-aliases.ts";
import type { NamedEntity, NameSources } from "./named-entities.ts";

/** Whether a correction holds in the ledger after it was resolved again. */
export type Check = () => Promise<boolean>;

/** Edits the file, and returns the check of the edit. */
export type Edit = (edits: AliasEdits) => Check;

/** The ids of the entities that names of the file mean now; null: none; undefined: no transcript mentions the name. */
export function entitiesOf(
  names: readonly string[],
  { ledger }: NameSources,
): Promise<readonly (string | null | undefined)[]> {
  return Promise.all(
    names.map(async (name) => {
      const known = await ledger.namesOf({ key: aliasKey(name) });
      return known === null ? undefined : (known.entity?.id ?? null);
    }),
  );
}

/**
 * The names of an entity in an entry: the given "name @file", the given name if it is one of its keys, else the name that is shown, or that a
 * `rename` shows otherwise, or the most frequent one.
 */
export function namesFor({ asked, part, shown, keys }: NamedEntity, { rename }: Corrections): readonly string[] {
  if (part !== null) return [part];
  const renamed = [...rename].flatMap(([from, to]) => (isName(shown)(to) ? [from] : []));
  const named = [...(asked === null ? [] : [asked]), shown, ...renamed].flatMap((name) =>
    keys.filter((names) => names.some(isName(name))),
  );
  return named[0] ?? keys.find((names) => names.every((name) => namedInFile(name) === null)) ?? keys[0] ?? [shown];
}

export function isName(name: string): (other: string) => boolean {
  return (other) => aliasKey(other) === aliasKey(name);
}

export function nothingToDo(reason: string): ColloquyError {
  return new ColloquyError("invalid-input", `Nothing to change: ${reason}.`);
}
