import { dirname } from "node:path";
import { dataDirOption } from "../../files/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";

/** The command that writes what the ledger of a workspace holds to its stores, as it can be copied. */
export function projectCommand({ name, path }: Pick<WorkspaceFolder, "name" | "path">): string {
  return `\`colloquy project --workspace ${name}${dataDirOption(dirname(path))}\``;
}
