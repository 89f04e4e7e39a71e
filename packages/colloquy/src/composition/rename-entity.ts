import { cleanName, ColloquyError } from "../model/index.ts";
import { aliasKey } from "../resolution/index.ts";
import { type Edit, entitiesOf, isName, namesFor, nothingToDo } from "./name-edits.ts";
import { entityNamed, type NamedEntity, type NameSources } from "./named-entities.ts";

const LONGEST_NAME = 100;

/**
 * The edit that shows an entity by another name. An earlier new name of it is replaced.
 * @throws ColloquyError `invalid-input` for a name that is too long, that it has already, or that is another entity's;
 *   `not-found` for an unknown entity.
 */
export async function renameTo(
  { rename: old, to }: { readonly rename: string; readonly to: string },
  sources: NameSources,
): Promise<Edit> {
  const name = cleanName(to);
  if (name === "" || name.length > LONGEST_NAME)
    throw new ColloquyError("invalid-input", `The new name must have from 1 to ${LONGEST_NAME} characters.`);
  const entity = await entityNamed(old, sources);
  if (entity.shown === name) throw nothingToDo(`the entity has the name "${name}" already`);
  const other = await entityWith(name, sources);
  if (other !== null && other.id !== entity.id)
    throw new ColloquyError("invalid-input", `"${name}" is another entity, ${other.shown}: merge the two.`, {
      terminalHint: `\`colloquy merge "${entity.shown}" "${other.shown}"\` does that.`,
    });
  return (edits) => {
    const keys = entity.part === null ? entity.keys.flat() : [entity.part];
    for (const names of edits.entries("rename"))
      if (keys.some(isName(names[0] ?? ""))) edits.remove({ list: "rename", names });
    const own = namesFor(entity, sources.corrections);
    for (const each of own) if (each !== name) edits.add("rename", [each, name]);
    return async () => {
      const known = await sources.ledger.namesOf({ key: aliasKey(own[0] ?? name) });
      const ids = await entitiesOf(keys, sources);
      return known?.entity?.name === name && ids.every((id) => id === ids[0]);
    };
  };
}

/** Null if nothing has the name. */
async function entityWith(name: string, sources: NameSources): Promise<NamedEntity | null> {
  try {
    return await entityNamed(name, sources);
  } catch (error) {
    if (ColloquyError.isInstance(error) && error.code === "not-found") return null;
    throw error;
  }
}
