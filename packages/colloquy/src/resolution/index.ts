import type { ResolutionStore, Resolver } from "../ports/index.ts";
import { Clusters } from "./clusters.ts";
import { resolveCluster } from "./entities.ts";
import { deriveFacts } from "./facts.ts";
import { tieDerivations } from "./derivations.ts";
import { findOccurrences } from "./occurrences.ts";
import { countRelationships, tieRelations } from "./relationships.ts";
import { speakerKey } from "./speakers.ts";

export {
  aliasKey,
  type Corrections,
  correctionsByKey,
  joinedKeys,
  namedInFile,
  namesIn,
  parseCorrections,
  soughtName,
} from "./corrections.ts";
export { type ApartReason, explainNames, type NameEvidence, type NameReason, type ReasonKeys } from "./explain.ts";
export { inNeighbourhoods } from "./pair-order.ts";
export { isOfOneMention, sensesOf } from "./senses.ts";
export { compareMentioned, derivedRelation, questionOf, standingOf, verdictOn } from "./verdicts.ts";
export { asWithdrawn, confirms } from "./statements.ts";
export { mayBeSamePerson, normaliseName, numberForms } from "./normalise.ts";

/**
 * The rules of resolution: normalised names, number, acronyms, honorifics, middle initials, parts of speakers' names.
 */
export const resolver: Resolver = {
  version: "names@6",
  deriveFacts,
  speakerKey,
  steps(store) {
    const clusters = new Clusters(store);
    return [
      (limit) => resolveDirtyKeys(store, clusters, limit),
      (limit) => store.projectMentions(limit),
      (limit) => store.projectQuotes(limit),
      (limit) => store.markChunksOfKeys(limit),
      (limit) => findOccurrences(store, limit),
      (limit) => tieRelations(store, limit),
      () => tieDerivations(store),
      (limit) => countRelationships(store, limit),
    ];
  },
};

function resolveDirtyKeys(store: ResolutionStore, clusters: Clusters, limit: number): number {
  const dirty = store.dirtyKeys(limit);
  for (const key of dirty) {
    for (const cluster of clusters.around(key)) resolveCluster(store, cluster);
    store.keyDecided(key);
  }
  return dirty.length;
}
