import { ColloquyError } from "../model/index.ts";
import { optionName } from "../options/index.ts";
import {
  EMBEDDED,
  GRAPH_SERVERS,
  type GraphPlace,
  graphPlace,
  type Server,
  type StorePlaces,
  storePlaces,
  VECTOR_SERVERS,
  type VectorPlace,
  vectorPlace,
} from "../stores/index.ts";
import type { ProjectOptions } from "./project-options.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** Replaces an unused store: an empty store in memory. */
export const NOWHERE = { store: EMBEDDED, path: ":memory:" } as const;

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
  const isRebuilt = ({ name }: Pick<Server, "name">): boolean => to.some((store) => store === name);
  const graphServer = GRAPH_SERVERS.find(isRebuilt);
  const vectorServer = VECTOR_SERVERS.find(isRebuilt);
  // The settings of an unused server may be wrong and are not read.
  const graph =
    graphServer === undefined ? NOWHERE : requireServer<GraphPlace>(graphPlace(folder.graph, options), graphServer);
  const vectors =
    vectorServer === undefined
      ? NOWHERE
      : requireServer<VectorPlace>(vectorPlace(folder.vectors, options), vectorServer);
  const holds = { graph: graph !== NOWHERE, vectors: vectors !== NOWHERE };
  if (holds.graph || holds.vectors) places.push({ workspace: folder.name, graph, vectors, holds });
  if (to.includes(EMBEDDED))
    places.push({
      workspace: folder.name,
      graph: { store: EMBEDDED, path: folder.graph },
      vectors: { store: EMBEDDED, path: folder.vectors },
      holds: { graph: true, vectors: true },
    });
  return places;
}

function requireServer<Place extends GraphPlace | VectorPlace>(
  place: Place,
  { name, title, address, options }: Server,
): Place {
  if (place.store === name) return place;
  const variable = options[address]?.variable;
  const waysToSet = [...(variable === undefined ? [] : [`set ${variable}`]), `give --${optionName(address)}`];
  throw new ColloquyError(
    "configuration",
    `--to ${name} is not possible, because no ${title} is configured: ${waysToSet.join(" or ")}.`,
  );
}
