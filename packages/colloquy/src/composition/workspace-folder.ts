import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { isWorkspaceName } from "../config/index.ts";
import { makeFolders } from "../files/index.ts";
import { ColloquyError, describeSystemError, systemErrorCode } from "../model/index.ts";

/** The files of a workspace: one folder, so that it can be copied, moved and removed as one. */
export interface WorkspaceFolder {
  readonly name: string;
  readonly path: string;
  readonly ledger: string;
  readonly graph: string;
  readonly vectors: string;
  readonly lock: string;
}

const LEDGER = "ledger.db";

/**
 * Where a workspace lies: `{dataDir}/{name}`. Touches nothing.
 * @throws ColloquyError `invalid-input` for a name that could lead anywhere else.
 */
export function workspaceFolder(dataDir: string, name: string): WorkspaceFolder {
  if (typeof name !== "string" || !isWorkspaceName(name)) {
    throw new ColloquyError(
      "invalid-input",
      `${JSON.stringify(name)} is no name for a workspace: use letters, digits, - _ and ., at most 64, not starting or ending with a dot, and no name of a device such as CON.`,
    );
  }
  const path = join(dataDir, name);
  return {
    name,
    path,
    ledger: join(path, LEDGER),
    graph: join(path, "graph.db"),
    vectors: join(path, "vectors.db"),
    lock: join(path, "lock"),
  };
}

export function workspaceExists(folder: WorkspaceFolder): boolean {
  return holdsWorkspace(folder.path);
}

/** Whether a folder is that of a workspace, whatever its name. */
export function holdsWorkspace(path: string): boolean {
  return existsSync(join(path, LEDGER));
}

/**
 * @returns the folders that had to be made, outermost first.
 * @throws ColloquyError `invalid-input` when the folder cannot be made; nothing is left of it then.
 */
export function createWorkspaceFolder(folder: WorkspaceFolder): readonly string[] {
  try {
    return makeFolders(folder.path);
  } catch (error) {
    throw new ColloquyError(
      "invalid-input",
      `The workspace folder ${folder.path} cannot be made: ${reasonOf(error)}. Choose another folder with --data-dir.`,
      { cause: error },
    );
  }
}

/** @throws ColloquyError `disk` where the workspace may be read and not written. Files that are not there yet are passed over. */
export function requireWritable(folder: WorkspaceFolder): void {
  for (const path of [folder.path, folder.ledger, folder.graph, folder.vectors, folder.lock]) {
    if (!existsSync(path)) continue;
    try {
      accessSync(path, constants.W_OK);
    } catch (error) {
      throw new ColloquyError(
        "disk",
        `Workspace ${folder.name} can only be read here (${path}: ${describeSystemError(error)}): run the command as the user who owns it, or copy its folder to where you may write and name that place with --data-dir.`,
        { cause: error },
      );
    }
  }
}

function reasonOf(error: unknown): string {
  const code = systemErrorCode(error);
  // Of a folder that is to be made, "it does not exist" would tell nothing.
  return code === "ENOENT" ? "the system allows no folder there" : describeSystemError(error);
}
