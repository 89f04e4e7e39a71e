import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { holdsWorkspace } from "../../composition/workspace-folder.ts";
import { loadConfiguration } from "../../config/index.ts";
import type { Context } from "../context.ts";
import type { LocationOptions } from "./candidates.ts";

/**
 * The workspaces in the data folder of a call; empty if the folder or the configuration cannot be read, because a message
 * would disturb the user's input. The library is not loaded, so that completion is fast.
 */
export function workspaceNames(
  { dataDir, config }: LocationOptions,
  { environment, cwd }: Pick<Context, "environment" | "cwd">,
): readonly string[] {
  try {
    const flags = dataDir === undefined ? {} : { dataDir };
    const { options } = loadConfiguration({ flags, file: config, environment, cwd });
    const folder = resolve(cwd, options.dataDir);
    return readdirSync(folder).filter((name) => holdsWorkspace(join(folder, name)));
  } catch {
    return [];
  }
}
