import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ColloquyError } from "../model/index.ts";
import { holdsWorkspace, type WorkspaceFolder, workspaceExists } from "./workspace-folder.ts";

const MOST_NAMES = 5;

/** @throws ColloquyError `invalid-input` when the workspace does not exist. */
export function requireWorkspace(folder: WorkspaceFolder, dataDir: string): void {
  if (workspaceExists(folder)) return;
  const { name } = folder;
  const others = workspacesBeside(folder);
  const named = others.slice(0, MOST_NAMES).join(", ");
  const more = others.length > MOST_NAMES ? ", ..." : "";
  const there = others.length === 0 ? "" : `Name an existing workspace with --workspace (${named}${more}). `;
  const other =
    others.length === 0
      ? "name another workspace with --workspace, or another folder with --data-dir"
      : "name another folder with --data-dir";
  throw new ColloquyError(
    "invalid-input",
    `There is no workspace ${name} in ${dataDir}. ${there}Make it with \`colloquy ingest --transcripts-dir DIR --workspace ${name}\`, or ${other}.`,
  );
}

function workspacesBeside({ path }: WorkspaceFolder): readonly string[] {
  const dataDir = dirname(path);
  try {
    return readdirSync(dataDir)
      .filter((name) => holdsWorkspace(join(dataDir, name)))
      .sort();
  } catch {
    // A missing or unreadable folder has no known workspaces.
    return [];
  }
}
