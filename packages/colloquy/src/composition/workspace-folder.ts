import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS, isWorkspaceName } from "../config/index.ts";
import { makeFolders } from "../files/index.ts";
import { ColloquyError, describeSystemError, systemErrorCode } from "../model/index.ts";

/** The files of a workspace. They are in one folder, so that a workspace can be copied, moved and removed. */
export interface WorkspaceFolder {
  readonly name: string;
  readonly path: string;
  readonly ledger: string;
  readonly graph: string;
  readonly vectors: string;
  readonly lock: string;
  /** The user's corrections of names. */
  readonly aliases: string;
  /** The user's answers to samples of the graph. */
  readonly review: string;
  /** Questions with their answers and replies. */
  readonly answers: string;
}

/** The workspace of a command without a name. */
export const DEFAULT_WORKSPACE = DEFAULTS.workspace;

const LEDGER = "ledger.db";

/**
 * Returns the paths of a workspace: `{dataDir}/{name}`. Creates nothing.
 * @throws ColloquyError `invalid-input` for an invalid name, which could lead out of the folder.
 */
export function workspaceFolder(dataDir: string, name: string): WorkspaceFolder {
  if (typeof name !== "string" || !isWorkspaceName(name)) {
    throw new ColloquyError(
      "invalid-input",
      `${JSON.stringify(name)} is not a valid name for a workspace: use at most 64 letters, digits, - _ and ., no dot at the start or end, and no device name such as CON.`,
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
    aliases: join(path, "aliases.yaml"),
    review: join(path, "review.jsonl"),
    answers: join(path, "answers.db"),
  };
}

export function workspaceExists(folder: WorkspaceFolder): boolean {
  return holdsWorkspace(folder.path);
}

/** Whether a folder holds a workspace. */
export function holdsWorkspace(path: string): boolean {
  return existsSync(join(path, LEDGER));
}

/**
 * @returns the created folders, outermost first.
 * @throws ColloquyError `invalid-input` when the folder cannot be created; no part of it is left then.
 */
export function createWorkspaceFolder(folder: WorkspaceFolder): readonly string[] {
  try {
    return makeFolders(folder.path);
  } catch (error) {
    throw new ColloquyError(
      "invalid-input",
      `The workspace folder ${folder.path} cannot be created: ${reasonOf(error)}. Name another folder with --data-dir.`,
      { cause: error },
    );
  }
}

/** @throws ColloquyError `disk` when the workspace is read-only. Missing files are not checked. */
export function requireWritable(folder: WorkspaceFolder): void {
  for (const path of [folder.path, folder.ledger, folder.graph, folder.vectors, folder.lock]) {
    if (!existsSync(path)) continue;
    try {
      accessSync(path, constants.W_OK);
    } catch (error) {
      throw new ColloquyError(
        "disk",
        `Workspace ${folder.name} is read-only here (${path}: ${describeSystemError(error)}): run the command as its owner, or copy its folder to a writable folder and name that with --data-dir.`,
        { cause: error },
      );
    }
  }
}

function reasonOf(error: unknown): string {
  const code = systemErrorCode(error);
  // "It does not exist" would be misleading for a folder that is being created.
  return code === "ENOENT" ? "the system allows no folder there" : describeSystemError(error);
}
