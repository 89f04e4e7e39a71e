import { resolve } from "node:path";
import { removeBrokenStores } from "../adapters/sqlite/file-condition.ts";
import { type ProjectionResult, runProjection } from "../pipeline/index.ts";
import { withOpened } from "./project-opened.ts";
import { checkProjectOptions, type ProjectOptions } from "./project-options.ts";
import { projectedPlaces } from "./project-places.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { EMBEDDED, reachStores } from "../stores/index.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/**
 * Writes the rows of a workspace's ledger to its stores, as `colloquy project` does. Sends no call to a model. The
 * stores that the options name are updated; with `to`, stores are rebuilt.
 * @throws ColloquyError `invalid-input` for a missing workspace; `configuration` for invalid options or a server in
 *   `to` that is not configured; `workspace-busy`, `interrupted`, `store`, `ledger`, `disk`. After these, the same call
 *   continues.
 */
export async function project(options: ProjectOptions = {}): Promise<ProjectionResult> {
  checkProjectOptions(options);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), options.workspace ?? "default");
  requireWorkspace(folder, dataDir);
  const places = projectedPlaces(folder, options);
  for (const each of places) await reachStores(each, true);

  const rebuild = options.to !== undefined;
  const beforeOpening = (): void => {
    if (options.to?.includes(EMBEDDED) === true) removeBrokenStores(folder);
  };
  return withOpened(
    { folder, places, replaces: !rebuild, beforeOpening },
    options,
    ({ stores, settings, ...parts }) => {
      const graphs = stores.filter((_, index) => places[index]?.holds.graph).map(({ graphStore }) => graphStore);
      const vectors = stores.filter((_, index) => places[index]?.holds.vectors).map(({ vectorStore }) => vectorStore);
      return runProjection({ ...parts, graphs, vectors }, { ...settings, rebuild });
    },
  );
}
