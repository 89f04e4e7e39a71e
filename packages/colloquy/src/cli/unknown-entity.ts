import { ColloquyError, didYouMean } from "../model/index.ts";
import type { Workspace } from "./library.ts";

/** The error for a name that no entity has: it is hidden, or similar names. */
export async function unknownEntity(name: string, workspaceName: string, workspace: Workspace): Promise<ColloquyError> {
  const [hidden] = await workspace.hiddenBy(name);
  if (hidden !== undefined)
    return new ColloquyError(
      "not-found",
      `"${name}" is hidden in workspace ${workspaceName}, because "${hidden}" is under hide in its aliases.yaml. \`colloquy hide --undo "${hidden}"\` shows it again.`,
    );
  const names = await workspace.suggestNames(name);
  const hint = names.length === 0 ? "`colloquy search` finds chunks by their words." : didYouMean(names);
  return new ColloquyError("not-found", `No entity "${name}" in workspace ${workspaceName}. ${hint}`);
}
