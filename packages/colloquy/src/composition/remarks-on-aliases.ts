import { DEFAULT_ONTOLOGY } from "../extraction/index.ts";
import { didYouMean, nearestWord } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import { aliasKey, namesIn, soughtName } from "../resolution/index.ts";
import { counted } from "../text/index.ts";
import { readAliases, readCorrections } from "./apply-aliases.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

const MOST_NAMES = 3;

/** Sentences about entries of the aliases file that have no effect, or hardly the wanted one. */
export async function remarksOnAliases(
  { aliases }: WorkspaceFolder,
  ledger: Pick<Ledger, "unmentioned" | "typesOfNames">,
): Promise<readonly string[]> {
  const corrections = readCorrections(readAliases(aliases), aliases);
  const names = namesIn(corrections);
  if (names.length === 0) return [];
  const byKey = new Map(names.map((name) => [aliasKey(name), name]));
  const sought = [...byKey.values()].map(soughtName);
  const unmentioned = (await ledger.unmentioned(sought)).map((key) => byKey.get(key) ?? key);
  const types = [
    ...new Set([...DEFAULT_ONTOLOGY.entityTypes.map(({ name }) => name), ...(await ledger.typesOfNames())]),
  ];
  const misspelt = [...corrections.type].flatMap(([name, type]) => {
    const near = types.includes(type) ? null : nearestWord(type, types);
    return near === null ? [] : [`${aliases}: "${name}" has the type "${type}". ${didYouMean([near])}`];
  });
  if (unmentioned.length === 0) return misspelt;
  const shown = unmentioned.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const list = [...shown, ...(unmentioned.length > MOST_NAMES ? ["..."] : [])].join(", ");
  const subject = `${counted(unmentioned.length, "name")} of ${aliases} ${unmentioned.length === 1 ? "is" : "are"}`;
  return [
    `${subject} in no transcript, and ${unmentioned.length === 1 ? "has" : "have"} no effect: ${list}.`,
    ...misspelt,
  ];
}
