import { stopWhenInterrupted } from "../projection/index.ts";
import { chooseEmbedding, indexedEmbedding } from "./active-embedding.ts";
import { projectToStores } from "./project.ts";
import { resolveChanges } from "./resolve.ts";
import type { RunContext } from "./run-context.ts";
import type { RunParts, RunSettings } from "./run-settings.ts";

/** What writing takes of a run: it asks no model. */
export type WritingParts = Pick<RunParts, "ledger" | "graphStore" | "vectorStore" | "embeddingModel" | "analyser">;

/** Brings entities and relationships up to date with what is settled, then both stores. */
export async function writeResults(
  context: RunContext,
  parts: WritingParts,
  options: Pick<RunSettings, "skipEmbeddings">,
): Promise<void> {
  const { ledger, embeddingModel, vectorStore } = parts;
  const prepared = await indexedEmbedding(ledger, embeddingModel);
  const choice = options.skipEmbeddings
    ? { embeddingProfile: null }
    : await chooseEmbedding(context, ledger, embeddingModel, vectorStore);
  await resolveChanges(context, ledger, choice);
  stopWhenInterrupted(context.stop);
  const shown = await indexedEmbedding(ledger, embeddingModel);
  if (shown.profile !== prepared.profile) await vectorStore.prepare(shown);
  await projectToStores(context, ledger, {
    graph: parts.graphStore,
    vectors: vectorStore,
    analyser: parts.analyser,
  });
}
