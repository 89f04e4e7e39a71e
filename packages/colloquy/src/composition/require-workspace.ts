import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ColloquyError } from "../model/index.ts";
import { holdsWorkspace, type WorkspaceFolder, workspaceExists } from "./workspace-folder.ts";

const MOST_NAMED = 5;

/** @throws ColloquyError `invalid-input` where there is no such workspace. */
export function requireWorkspace(folder: WorkspaceFolder, dataDir: string): void {
  if (workspaceExists(folder)) return;
  const { name } = folder;
  const others = workspacesBeside(folder);
  const named = others.slice(0, MOST_NAMED).join(", ");
  const more = others.length > MOST_NAMED ? ", ..." : "";
  const there = others.length === 0 ? "" : `Name one that is there with --workspace (${named}${more}). `;
  const other =
    others.length === 0 ? "name another with --workspace or --data-dir" : "name another place with --data-dir";
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
    // The folder is not there, or cannot be read: then nothing is known of others.
    return [];
  }
}
