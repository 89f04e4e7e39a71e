import type { EmbeddingModel, EmbeddingProfile, Ledger, VectorStore } from "../ports/index.ts";
import type { RunContext } from "./run-types.ts";
import type { ResolveOptions } from "./resolve.ts";

/** The vectors that the index holds, or will hold where there are none yet. */
export async function indexedEmbedding(ledger: Ledger, model: EmbeddingModel): Promise<EmbeddingProfile> {
  return (await ledger.activeEmbedding()) ?? { profile: model.profile, dimensions: model.dimensions };
}

/**
 * Which embedding the index shows after a run. Vectors of another model are built beside those that are shown, and take
 * their place when none is missing but those in the dead letters; the first ones are shown at once.
 */
export async function chooseEmbedding(
  { emit }: RunContext,
  ledger: Ledger,
  model: EmbeddingModel,
  store: VectorStore,
): Promise<ResolveOptions> {
  const { profile, paid } = model;
  const active = await ledger.activeEmbedding();
  if (active === null || active.profile === profile) return { embeddingProfile: profile };
  const pending = await ledger.pendingCount("embedding", { profile, paid, force: false });
  const dimensions = await ledger.dimensionsOf(profile);
  if (pending > 0 || dimensions === null) {
    const missing = pending === 1 ? "1 passage is" : `${pending} passages are`;
    const message = `Search goes on with ${active.profile}, because ${missing} not embedded by ${profile} yet.`;
    emit({ event: "notice", message });
    return { embeddingProfile: null };
  }
  emit({
    event: "notice",
    message: `Every passage is embedded by ${profile}: search uses it in place of ${active.profile}.`,
  });
  // Emptied before the ledger switches: a run that dies between finds an index that takes vectors of either.
  return { embeddingProfile: profile, onFactsDerived: () => store.clear() };
}
