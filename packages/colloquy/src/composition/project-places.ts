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

/** In the place of a store that is not worked on: it is made in memory, and nobody sees it. */
export const NOWHERE = { store: "embedded", path: ":memory:" } as const;

/** Places that are opened together, and which of them are worked on. */
export interface ProjectedPlaces extends StorePlaces {
  readonly holds: { readonly graph: boolean; readonly vectors: boolean };
}

/**
 * Where `project` writes to: the stores that are to be filled anew, else those that the options name.
 * @throws ColloquyError `configuration` where a server is to be filled that nothing names.
 */
export function projectedPlaces(folder: WorkspaceFolder, options: ProjectOptions): readonly ProjectedPlaces[] {
  const { to } = options;
  if (to === undefined) return [{ ...storePlaces(folder, options), holds: { graph: true, vectors: true } }];

  const places: ProjectedPlaces[] = [];
  // What the environment says of a server that is not filled may be wrong.
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
  throw new ColloquyError("configuration", `--to ${server} cannot be followed, because ${NAMED_BY[server]}.`);
}
