import { dirname } from "node:path";
import { dataDirOption } from "../../files/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";

/** Returns the command that updates the stores of a workspace, ready to be copied. */
export function projectCommand({ name, path }: Pick<WorkspaceFolder, "name" | "path">): string {
  return `\`colloquy project --workspace ${name}${dataDirOption(dirname(path))}\``;
}
