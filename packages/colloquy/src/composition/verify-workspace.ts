import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { runVerification } from "../pipeline/index.ts";
import type { Verification } from "../projection/index.ts";
import { withOpened } from "./project-opened.ts";
import { checkVerifyOptions, type VerifyOptions } from "./project-options.ts";
import { NOWHERE } from "./project-places.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { type GraphPlace, reachStores, storePlaces, type VectorPlace } from "./stores/index.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/**
 * Compares the stores of a workspace with its ledger, row by row, and the ledger with its own digest: what `colloquy
 * verify` does. What is settled is resolved first and, with `repair`, what differs is mended, without asking a model. Of
 * Qdrant, what searches use is compared too; the words of the embedded index are not, because it does not give them back:
 * `project` with `to` makes them anew.
 * @returns what was found; `ok` tells whether all is equal, after the repair where there was one.
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
  const places = repair ? configured : { ...configured, graph: unmade(graph), vectors: unmade(vectors) };
  return withOpened({ folder, places: [places], replaces: repair }, options, ({ stores, settings, ...parts }) => {
    const [pair] = stores;
    if (pair === undefined) throw new TypeError("A store is missing.");
    const { graphStore, vectorStore } = pair;
    return runVerification({ ...parts, graphStore, vectorStore }, { ...settings, repair });
  });
}

/** A file that is not there counts as an empty store, and is not made only to be looked at. */
function unmade<Place extends GraphPlace | VectorPlace>(place: Place): Place | typeof NOWHERE {
  return place.store === "embedded" && !existsSync(place.path) ? NOWHERE : place;
}
