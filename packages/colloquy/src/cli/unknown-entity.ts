import { ColloquyError, didYouMean } from "../model/index.ts";
import type { Workspace } from "./library.ts";

/** The error for a name that no entity has, with similar names. */
export async function unknownEntity(name: string, workspaceName: string, workspace: Workspace): Promise<ColloquyError> {
  const names = await workspace.suggestNames(name);
  const hint = names.length === 0 ? "`colloquy search` finds chunks by their words." : didYouMean(names);
  return new ColloquyError("not-found", `No entity "${name}" in workspace ${workspaceName}. ${hint}`);
}
