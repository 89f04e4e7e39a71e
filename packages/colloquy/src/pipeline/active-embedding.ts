import type { EmbeddingModel, EmbeddingProfile, Ledger, VectorStore } from "../ports/index.ts";
import type { StageContext } from "./run-types.ts";
import type { ResolveOptions } from "./resolve.ts";

/** The profile of the vectors in the index; of a new index, the profile that it is going to hold. */
export async function indexedEmbedding(ledger: Ledger, model: EmbeddingModel): Promise<EmbeddingProfile> {
  return (await ledger.activeEmbedding()) ?? { profile: model.profile, dimensions: model.dimensions };
}

/**
 * Chooses the embedding that the index shows after a run. Vectors of another model are built beside the current ones and
 * replace them when they are complete, except for dead letters. The first vectors of a workspace are shown at once.
 */
export async function chooseEmbedding(
  { emit }: StageContext,
  ledger: Ledger,
  model: EmbeddingModel,
  store: VectorStore,
): Promise<ResolveOptions> {
  const { profile, paid } = model;
  const active = await ledger.activeEmbedding();
  if (active === null || active.profile === profile) return { embeddingProfile: profile };
  const pending = await ledger.pendingCount("embed", { profile, paid, force: false });
  const dimensions = await ledger.dimensionsOf(profile);
  if (pending > 0 || dimensions === null) {
    const missing = pending === 1 ? "1 chunk is" : `${pending} chunks are`;
    const message = `Search goes on with ${active.profile}, because ${missing} not embedded by ${profile} yet.`;
    emit({ event: "notice", message });
    return { embeddingProfile: null };
  }
  emit({
    event: "notice",
    message: `Every chunk is embedded by ${profile}: search uses it in place of ${active.profile}.`,
  });
  // The index is emptied before the ledger switches: if the run dies in between, the index accepts vectors of either model.
  return { embeddingProfile: profile, onFactsDerived: () => store.clear() };
}
