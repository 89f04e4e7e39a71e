import { resolve } from "node:path";
import { type Listing, type ListOptions, listInMemory } from "../retrieval/index.ts";
import { readAliases, readCorrections } from "./apply-aliases.ts";
import { AliasEdits, type AliasEntry } from "./edit-aliases.ts";
import type { LoggedWorkspace } from "./run-state.ts";
import { workspaceFolder } from "./workspace-folder.ts";

type Place = Pick<LoggedWorkspace, "workspace" | "dataDir">;

/** Hidden names first: no view shows them. */
const LISTS: readonly AliasEntry["list"][] = ["hide", "rename", "same", "different"];

/** The path of the aliases file of a workspace. */
export function aliasesPath({ workspace, dataDir }: Place): string {
  return workspaceFolder(resolve(dataDir), workspace).aliases;
}

/**
 * The entries of the aliases file of a workspace in pages, hidden names first. Equal entries are listed once.
 * @throws ColloquyError `configuration` for a file that cannot be read, or that has entries that cannot be used; `invalid-input` for
 *   a cursor whose entry is gone.
 */
export async function listAliasEntries(place: Place, options: ListOptions = {}): Promise<Listing<AliasEntry>> {
  const file = aliasesPath(place);
  const text = readAliases(file);
  readCorrections(text, file);
  const edits = new AliasEdits(text);
  const entries = LISTS.flatMap((list) => edits.entries(list).map((names): AliasEntry => ({ list, names })));
  const keyOf = ({ list, names }: AliasEntry): string => JSON.stringify([list, ...names]);
  const unique = [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
  return listInMemory("alias entries", unique, keyOf, options);
}
