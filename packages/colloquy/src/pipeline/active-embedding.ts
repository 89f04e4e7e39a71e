import type { EmbeddingModel, EmbeddingProfile, Ledger, VectorStore } from "../ports/index.ts";
import { cutOf } from "./embedded-chunks.ts";
import type { StageContext } from "./run-types.ts";
import type { ResolveOptions } from "./resolve.ts";

/** The profile of the vectors in the index, or of those that a new index will hold. */
export async function indexedEmbedding(ledger: Ledger, model: EmbeddingModel): Promise<EmbeddingProfile> {
  return (await ledger.activeEmbedding()) ?? { profile: model.profile, dimensions: model.dimensions };
}

/**
 * Chooses the embedding that search uses after a run. Vectors of another model are kept in the ledger, and replace the current
 * ones when all chunks except dead letters have them. The first vectors of a workspace are used at once.
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
  const pending = await ledger.pendingCount("embed", { profile, paid, force: false, ...cutOf(model) });
  const dimensions = await ledger.dimensionsOf(profile);
  if (pending > 0 || dimensions === null) {
    const missing = pending === 1 ? "1 chunk is" : `${pending} chunks are`;
    const message = `Search still uses ${active.profile}, because ${missing} not embedded by ${profile} yet.`;
    emit({ event: "notice", message });
    return { embeddingProfile: null };
  }
  emit({
    event: "notice",
    message: `Every chunk is embedded by ${profile}: search now uses it instead of ${active.profile}.`,
  });
  // The index is cleared before the ledger switches. If the run crashes in between, the index accepts vectors of either model.
  return { embeddingProfile: profile, onFactsDerived: () => store.clear() };
}
