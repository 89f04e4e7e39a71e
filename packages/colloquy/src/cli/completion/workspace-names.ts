import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { holdsWorkspace } from "../../composition/workspace-folder.ts";
import { loadConfiguration } from "../../config/index.ts";
import type { Context } from "../context.ts";
import type { GivenPlaces } from "./candidates.ts";

/**
 * The workspaces that a call would find; none where the folder or the configuration cannot be read, because a message
 * would stand in the middle of what somebody types. It does without the library, so that a Tab is answered at once.
 */
export function workspaceNames(
  { dataDir, config }: GivenPlaces,
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
