import type { GraphStore, Ledger, VectorStore } from "../ports/index.ts";
import { projectGraph, projectVectors, type TextAnalyser } from "../projection/index.ts";
import { type RunContext, runStage } from "./run-context.ts";

/** Brings both stores up to date, side by side. Waits for both before it fails. */
export async function projectToStores(
  context: RunContext,
  ledger: Ledger,
  stores: { readonly graph: GraphStore; readonly vectors: VectorStore; readonly analyser: TextAnalyser },
): Promise<void> {
  await runStage(context, "project", null, async () => {
    let done = 0;
    const onRows = (rows: number): void => {
      done += rows;
      context.emit({ event: "stage.progress", stage: "project", done, total: null });
    };
    const options = { signal: context.stop, onRows };
    const outcomes = await Promise.allSettled([
      projectGraph(ledger, stores.graph, options),
      projectVectors(ledger, stores.vectors, { ...options, analyser: stores.analyser }),
    ]);
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  });
}
