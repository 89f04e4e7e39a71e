import type { GraphStore, VectorStore } from "../ports/index.ts";
import { graphProjection, type Verification, vectorProjection, verifyProjections } from "../projection/index.ts";
import { claimStores } from "./claim-stores.ts";
import { contextOf, type ProjectionParts, type ProjectionSettings } from "./project.ts";
import { runStage } from "./run-types.ts";
import { verifyLedger } from "./verify-ledger.ts";

/**
 * Checks the ledger, then compares a graph store and a vector store with it. Settled chunks are resolved first, because the
 * digest does not include them before.
 * @throws ColloquyError `interrupted` between two batches; `ledger` if the file stays damaged after `repair`.
 */
export async function runVerification(
  parts: ProjectionParts & { readonly graphStore: GraphStore; readonly vectorStore: VectorStore },
  settings: ProjectionSettings & { readonly repair: boolean },
): Promise<Verification> {
  const { ledger, analyser, graphStore, vectorStore } = parts;
  const { workspace, repair, signal } = settings;
  const context = contextOf(settings);
  const { embedding, damage, repaired } = await verifyLedger(context, parts, repair);
  if (embedding === null)
    return {
      workspace,
      ok: false,
      digest: null,
      ledger: { ok: false, digest: null, unwritten: 0, damage, repaired },
      stores: [],
    };
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
    const found = await verifyProjections({ ledger, graph, vectors }, { repair, signal, onRows });
    return { workspace, ...found, ledger: { ...found.ledger, damage, repaired } };
  });
}
