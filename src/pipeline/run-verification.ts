import type { GraphStore, VectorStore } from "../ports/index.ts";
import { graphProjection, type Verification, vectorProjection, verifyProjections } from "../projection/index.ts";
import { claimStores } from "./claim-stores.ts";
import { contextOf, type ProjectionParts, type ProjectionSettings, resolveSettled } from "./resolve-settled.ts";
import { runStage } from "./run-context.ts";

/**
 * Compares a graph and a vector store with the ledger. What is settled and in no store yet is resolved first: until then
 * the ledger's rows say what its digest does not know.
 * @throws ColloquyError `interrupted` between two batches.
 */
export async function runVerification(
  parts: ProjectionParts & { readonly graphStore: GraphStore; readonly vectorStore: VectorStore },
  settings: ProjectionSettings & { readonly repair: boolean },
): Promise<Verification> {
  const { ledger, analyser, graphStore, vectorStore } = parts;
  const { workspace, repair, signal } = settings;
  const context = contextOf(settings);
  const embedding = await resolveSettled(context, parts);
  if (repair) {
    await graphStore.prepare();
    await vectorStore.prepare(embedding);
    await claimStores(ledger, [graphStore, vectorStore], settings);
  }
  return runStage(context, "verify", null, async () => {
    let done = 0;
    const onRows = (rows: number): void => {
      done += rows;
      context.emit({ event: "stage.progress", stage: "verify", done, total: null });
    };
    const graph = graphProjection(ledger, graphStore);
    const vectors = vectorProjection(ledger, vectorStore, analyser);
    return { workspace, ...(await verifyProjections({ ledger, graph, vectors }, { repair, signal, onRows })) };
  });
}
