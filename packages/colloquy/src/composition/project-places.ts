import { ColloquyError } from "../model/index.ts";
import type { ProjectOptions, RebuiltStore } from "./project-options.ts";
import {
  type GraphPlace,
  graphPlace,
  type StorePlaces,
  storePlaces,
  type VectorPlace,
  vectorPlace,
} from "./stores/index.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** Replaces an unused store: an empty store in memory. */
export const NOWHERE = { store: "embedded", path: ":memory:" } as const;

/** Places that are opened together, and whether each is written. */
export interface ProjectedPlaces extends StorePlaces {
  readonly holds: { readonly graph: boolean; readonly vectors: boolean };
}

/**
 * Returns the stores that `project` writes: the stores to rebuild, else the stores that the options name.
 * @throws ColloquyError `configuration` when `to` names a server that is not configured.
 */
export function projectedPlaces(folder: WorkspaceFolder, options: ProjectOptions): readonly ProjectedPlaces[] {
  const { to } = options;
  if (to === undefined) return [{ ...storePlaces(folder, options), holds: { graph: true, vectors: true } }];

  const places: ProjectedPlaces[] = [];
  // The settings of an unused server may be wrong and are not read.
  const graph = to.includes("neo4j") ? serverOf<GraphPlace>(graphPlace(folder.graph, options), "neo4j") : NOWHERE;
  const vectors = to.includes("qdrant")
    ? serverOf<VectorPlace>(vectorPlace(folder.vectors, options), "qdrant")
    : NOWHERE;
  const holds = { graph: graph !== NOWHERE, vectors: vectors !== NOWHERE };
  if (holds.graph || holds.vectors) places.push({ workspace: folder.name, graph, vectors, holds });
  if (to.includes("embedded"))
    places.push({
      workspace: folder.name,
      graph: { store: "embedded", path: folder.graph },
      vectors: { store: "embedded", path: folder.vectors },
      holds: { graph: true, vectors: true },
    });
  return places;
}

const NAMED_BY: Readonly<Record<Exclude<RebuiltStore, "embedded">, string>> = {
  neo4j: "no Neo4j is configured: set NEO4J_URI or give --neo4j-uri",
  qdrant: "no Qdrant is configured: set QDRANT_URL or give --qdrant-url",
};

function serverOf<Place extends GraphPlace | VectorPlace>(place: Place, server: keyof typeof NAMED_BY): Place {
  if (place.store === server) return place;
  throw new ColloquyError("configuration", `--to ${server} is not possible, because ${NAMED_BY[server]}.`);
}
