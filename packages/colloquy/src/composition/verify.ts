import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { runVerification } from "../pipeline/index.ts";
import type { Verification } from "../projection/index.ts";
import { NOWHERE, withWorkspace } from "./with-workspace.ts";
import { checkVerifyOptions, type VerifyOptions } from "./project-options.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { EMBEDDED, type GraphPlace, reachStores, storePlaces, type VectorPlace } from "../stores/index.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/**
 * Compares the stores of a workspace with its ledger, row by row, and the ledger with its own digest, as `colloquy
 * verify` does. Settled chunks are resolved first. With `repair`, differences are repaired without a call to a model.
 * For Qdrant, the search data is compared too. The words of the embedded index are not compared, because it does not
 * return them; `project` with `to` rebuilds them.
 * @returns the findings; `ok` is true when all is equal, after a repair if requested.
 * @throws ColloquyError as `project` does.
 */
export async function verify(options: VerifyOptions = {}): Promise<Verification> {
  checkVerifyOptions(options);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), options.workspace ?? "default");
  requireWorkspace(folder, dataDir);
  const repair = options.repair ?? false;
  const configured = storePlaces(folder, options);
  await reachStores(configured, repair);
  const { graph, vectors } = configured;
  const places = repair
    ? configured
    : { ...configured, graph: existingOrNowhere(graph), vectors: existingOrNowhere(vectors) };
  return withWorkspace({ folder, places: [places], replaces: repair }, options, ({ stores, settings, ...parts }) => {
    const [pair] = stores;
    if (pair === undefined) throw new TypeError("A store is missing.");
    const { graphStore, vectorStore } = pair;
    return runVerification({ ...parts, graphStore, vectorStore }, { ...settings, repair });
  });
}

/** A missing file counts as an empty store and is not created. */
function existingOrNowhere<Place extends GraphPlace | VectorPlace>(place: Place): Place | typeof NOWHERE {
  return place.store === EMBEDDED && !existsSync(place.path) ? NOWHERE : place;
}
