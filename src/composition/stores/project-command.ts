import { dirname, resolve } from "node:path";
import { shellWord } from "../../model/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";

/** The command that writes what the ledger of a workspace holds to its stores, as it can be copied. */
export function projectCommand({ name, path }: Pick<WorkspaceFolder, "name" | "path">): string {
  const dataDir = dirname(path);
  const where = dataDir === resolve(".colloquy") ? "" : ` --data-dir ${shellWord(dataDir)}`;
  return `\`colloquy project --workspace ${name}${where}\``;
}
