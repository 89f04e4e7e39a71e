import { ColloquyError } from "../model/index.ts";
import { type WorkspaceFolder, workspaceExists } from "./workspace-folder.ts";

/** @throws ColloquyError `invalid-input` where there is no such workspace. */
export function requireWorkspace(folder: WorkspaceFolder, dataDir: string): void {
  if (workspaceExists(folder)) return;
  const { name } = folder;
  throw new ColloquyError(
    "invalid-input",
    `There is no workspace ${name} in ${dataDir}. Make it with \`colloquy ingest --transcripts-dir DIR --workspace ${name}\`, or name another with --workspace or --data-dir.`,
  );
}
