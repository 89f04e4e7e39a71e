import type { GraphStore, VectorStore } from "../ports/index.ts";
import { graphProjection, stopWhenInterrupted, vectorProjection } from "../projection/index.ts";
import { claimStores } from "./claim-stores.ts";
import { projectAll, type StoreProjection } from "./project.ts";
import { contextOf, type ProjectionParts, type ProjectionSettings, resolveSettled } from "./project.ts";

/** What `project` wrote. */
export interface ProjectionResult {
  readonly workspace: string;
  /** Of the ledger, 64 hexadecimal digits. */
  readonly digest: string;
  readonly stores: readonly StoreProjection[];
}

/**
 * Brings stores up to date with the ledger. With `rebuild`, removes this workspace from them and fills them anew. What is
 * settled is resolved first.
 * @throws ColloquyError `interrupted` between two batches; the same call goes on, or begins anew where it rebuilds.
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
    // Cleared first: a store with vectors of another model would refuse these.
    if (rebuild) await store.clear();
    await store.prepare(embedding);
    await claimStores(ledger, [store], settings);
  }
  stopWhenInterrupted(settings.signal);
  const stores = await projectAll(context, [
    ...graphs.map((store) => graphProjection(ledger, store)),
    ...vectors.map((store) => vectorProjection(ledger, store, analyser)),
  ]);
  return { workspace, digest: (await ledger.counts()).digest, stores };
}
