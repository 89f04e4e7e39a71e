import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { isWorkspaceName } from "../config/index.ts";
import { ColloquyError, describeSystemError, systemErrorCode } from "../model/index.ts";
import { checkOptions, COUNT, type Expectations, FOLDER, TEXT } from "./check-options.ts";
import { type WorkspaceFolder, workspaceExists, workspaceFolder } from "./workspace-folder.ts";
import { type Listing, type ListOptions, type PagedList, readListing } from "../retrieval/index.ts";

/** An entry of a list of workspaces. */
export interface ListedWorkspace {
  readonly name: string;
  readonly path: string;
  /** The last change of its ledger, in ISO 8601. */
  readonly updatedAt: string;
}

export interface ListWorkspacesOptions extends Omit<ListOptions, "signal"> {
  /** The folder of the workspaces. Default `.colloquy`. */
  readonly dataDir?: string;
}

const OPTIONS: Expectations<ListWorkspacesOptions> = { dataDir: FOLDER, limit: COUNT, cursor: TEXT };

/**
 * Lists the workspaces of a folder, ordered by name.
 * @throws ColloquyError `configuration` for invalid options, `invalid-input` for a cursor of another list.
 */
export async function listWorkspaces(options: ListWorkspacesOptions = {}): Promise<Listing<ListedWorkspace>> {
  checkOptions("listWorkspaces", options, OPTIONS);
  return readListing(workspaceList(resolve(options.dataDir ?? ".colloquy")), options);
}

/** Whether a folder has a workspace of this name. */
export function hasWorkspace(dataDir: string, name: string): boolean {
  return isWorkspaceName(name) && workspaceExists(workspaceFolder(resolve(dataDir), name));
}

function workspaceList(dataDir: string): PagedList<ListedWorkspace, string> {
  return {
    name: "workspaces",
    position: z.string(),
    positionOf: ({ name }) => name,
    read: async ({ after, limit }) =>
      namesIn(dataDir)
        .filter((name) => isWorkspaceName(name) && (after === undefined || name > after))
        .sort()
        .map((name) => workspaceFolder(dataDir, name))
        .filter(workspaceExists)
        .slice(0, limit)
        .map(describe),
  };
}

function namesIn(dataDir: string): readonly string[] {
  try {
    return readdirSync(dataDir);
  } catch (error) {
    // The folder does not exist before the first run.
    if (systemErrorCode(error) === "ENOENT") return [];
    throw new ColloquyError(
      "invalid-input",
      `The folder ${dataDir} cannot be read (${describeSystemError(error)}); name another folder with --data-dir.`,
      { cause: error },
    );
  }
}

function describe({ name, path, ledger }: WorkspaceFolder): ListedWorkspace {
  return { name, path, updatedAt: new Date(lastWritten(ledger)).toISOString() };
}

/** The last commits may be in the write-ahead log, next to the database. */
function lastWritten(ledger: string): number {
  const times = [ledger, `${ledger}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(...times);
}
