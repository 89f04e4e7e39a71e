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
  nameOfStore,
  reachStores,
  type RebuiltStore,
  type Server,
  SERVERS,
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
  const graph = rebuiltPlace<GraphPlace>(GRAPH_SERVERS, options, () => graphPlace(folder.graph, options));
  const vectors = rebuiltPlace<VectorPlace>(VECTOR_SERVERS, options, () => vectorPlace(folder.vectors, options));
  const rebuilt = [graph, vectors].map(({ store }) => store);
  const missing = to.find((name) => name !== EMBEDDED && !rebuilt.includes(name));
  if (missing !== undefined) throw notRebuilt(missing, options);
  const servers = { workspace, graph, vectors };
  const files = storePlaces(folder, { environment: {} });
  return [...(graph === NOWHERE && vectors === NOWHERE ? [] : [servers]), ...(to.includes(EMBEDDED) ? [files] : [])];
}

/** @param placeOf is not called for an unused server, whose settings may be wrong. */
function rebuiltPlace<Place extends GraphPlace | VectorPlace>(
  servers: readonly Server[],
  { to = [], ...options }: ProjectOptions,
  placeOf: () => Place,
): Place | typeof NOWHERE {
  const isNamed = servers.some(
    (server) => to.some((store) => store === server.name) && server.settings(options) !== null,
  );
  const place = isNamed ? placeOf() : NOWHERE;
  return to.some((store) => store === place.store) ? place : NOWHERE;
}

function notRebuilt(store: RebuiltStore, { vectors }: ProjectOptions): ColloquyError {
  const server = SERVERS.find(({ name }) => name === store);
  const variable = server?.options[server.address]?.variable;
  const address = `--${optionName(server?.address ?? store)}`;
  const why =
    server?.holds === "vectors" && vectors !== undefined
      ? `the vectors are kept in ${nameOfStore(vectors)}: leave out --vectors`
      : `no ${nameOfStore(store)} is configured: ${variable === undefined ? "" : `set ${variable} or `}give ${address}`;
  return new ColloquyError("configuration", `--to ${store} is not possible, because ${why}.`);
}
