import { resolve } from "node:path";
import { removeBrokenStores } from "../adapters/sqlite/file-condition.ts";
import { ColloquyError } from "../model/index.ts";
import { optionName } from "../options/index.ts";
import { type ProjectionResult, runProjection } from "../pipeline/index.ts";
import {
  EMBEDDED,
  GRAPH_SERVERS,
  type GraphPlace,
  graphPlace,
  reachStores,
  type RebuiltStore,
  type Server,
  type StorePlaces,
  storePlaces,
  VECTOR_SERVERS,
  type VectorPlace,
  vectorPlace,
} from "../stores/index.ts";
import { checkProjectOptions, type ProjectOptions } from "./project-options.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { NOWHERE, withWorkspace } from "./with-workspace.ts";
import { type WorkspaceFolder, workspaceFolder } from "./workspace-folder.ts";

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
  return withWorkspace(
    { folder, places, replaces: !rebuild, beforeOpening },
    options,
    ({ stores, settings, ...parts }) => {
      const graphs = stores.filter((_, index) => places[index]?.graph !== NOWHERE).map(({ graphStore }) => graphStore);
      const vectors = stores
        .filter((_, index) => places[index]?.vectors !== NOWHERE)
        .map(({ vectorStore }) => vectorStore);
      return runProjection({ ...parts, graphs, vectors }, { ...settings, rebuild });
    },
  );
}

/**
 * Returns the stores that `project` writes: the stores to rebuild, else the stores that the options name. An unused
 * store of a pair is nowhere.
 * @throws ColloquyError `configuration` when `to` names a server that is not configured.
 */
function projectedPlaces(folder: WorkspaceFolder, options: ProjectOptions): readonly StorePlaces[] {
  const { to } = options;
  if (to === undefined) return [storePlaces(folder, options)];
  const { name: workspace } = folder;
  const graph = rebuiltPlace<GraphPlace>(GRAPH_SERVERS, to, () => graphPlace(folder.graph, options));
  const vectors = rebuiltPlace<VectorPlace>(VECTOR_SERVERS, to, () => vectorPlace(folder.vectors, options));
  const servers = { workspace, graph, vectors };
  const files = storePlaces(folder, { environment: {} });
  return [...(graph === NOWHERE && vectors === NOWHERE ? [] : [servers]), ...(to.includes(EMBEDDED) ? [files] : [])];
}

/** @param placeOf is not called for an unused server, whose settings may be wrong. */
function rebuiltPlace<Place extends GraphPlace | VectorPlace>(
  servers: readonly Server[],
  to: readonly RebuiltStore[],
  placeOf: () => Place,
): Place | typeof NOWHERE {
  const server = servers.find(({ name }) => to.some((store) => store === name));
  if (server === undefined) return NOWHERE;
  const place = placeOf();
  if (place.store === server.name) return place;
  const { name, title, address, options } = server;
  const variable = options[address]?.variable;
  const waysToSet = [...(variable === undefined ? [] : [`set ${variable}`]), `give --${optionName(address)}`];
  throw new ColloquyError(
    "configuration",
    `--to ${name} is not possible, because no ${title} is configured: ${waysToSet.join(" or ")}.`,
  );
}
