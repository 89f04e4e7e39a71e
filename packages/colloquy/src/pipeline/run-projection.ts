import type { GraphStore, VectorStore } from "../ports/index.ts";
import { graphProjection, stopWhenInterrupted, vectorProjection } from "../projection/index.ts";
import { claimStores } from "./claim-stores.ts";
import { projectAll, type StoreProjection } from "./project.ts";
import { projectSummaries } from "./summarise.ts";
import { contextOf, type ProjectionParts, type ProjectionSettings, resolveSettled } from "./project.ts";

/** The result of `project`. */
export interface ProjectionResult {
  readonly workspace: string;
  /** The digest of the ledger, 64 hexadecimal digits. */
  readonly digest: string;
  readonly stores: readonly StoreProjection[];
}

/**
 * Resolves all settled chunks, then projects the ledger to stores. With `rebuild`, the workspace is first removed from the
 * stores.
 * @throws ColloquyError `interrupted` between two batches. The next call continues there, or starts again with `rebuild`.
 */
export async function runProjection(
  parts: ProjectionParts & { readonly graphs: readonly GraphStore[]; readonly vectors: readonly VectorStore[] },
  settings: ProjectionSettings & { readonly rebuild: boolean },
): Promise<ProjectionResult> {
  const { ledger, analyser, graphs, vectors } = parts;
  const { workspace, rebuild } = settings;
  const context = contextOf(settings);
  const embedding = await resolveSettled(context, parts);
  for (const store of graphs) {
    await store.prepare();
    await claimStores(ledger, [store], settings);
    if (rebuild) await store.clear();
  }
  for (const store of vectors) {
    // Cleared before `prepare`, because a store with vectors of another model refuses new dimensions.
    if (rebuild) await store.clear();
    await store.prepare(embedding);
    await claimStores(ledger, [store], settings);
  }
  stopWhenInterrupted(settings.signal);
  const stores = await projectAll(context, [
    ...graphs.map((store) => graphProjection(ledger, store)),
    ...vectors.map((store) => vectorProjection(ledger, store, analyser)),
  ]);
  for (const graphStore of graphs) await projectSummaries(context, { ledger, graphStore });
  return { workspace, digest: (await ledger.counts()).digest, stores };
}
