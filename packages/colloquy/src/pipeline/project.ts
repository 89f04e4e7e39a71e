import { ColloquyError } from "../model/index.ts";
import type { GraphStore, Ledger, VectorStore } from "../ports/index.ts";
import { graphProjection, type ProjectionTarget, type TextAnalyser, vectorProjection } from "../projection/index.ts";
import { type RunContext, runStage } from "./run-context.ts";

/** What was written to one store. */
export interface StoreProjection {
  /** `embedded`, `neo4j`, `qdrant`, or the name of a port of the caller's own. */
  readonly store: string;
  readonly holds: "graph" | "vectors";
  /** How many rows were written or removed. */
  readonly rows: number;
  readonly seconds: number;
}

/** Brings both stores up to date, side by side. Waits for both before it fails. */
export async function projectToStores(
  context: RunContext,
  ledger: Ledger,
  stores: { readonly graph: GraphStore; readonly vectors: VectorStore; readonly analyser: TextAnalyser },
): Promise<void> {
  const { graph, vectors, analyser } = stores;
  await projectAll(context, [graphProjection(ledger, graph), vectorProjection(ledger, vectors, analyser)]);
}

/** Brings stores up to date, side by side. Waits for all before it fails. */
export async function projectAll(
  context: RunContext,
  targets: readonly ProjectionTarget[],
): Promise<readonly StoreProjection[]> {
  return runStage(context, "project", null, async () => {
    let done = 0;
    const onRows = (rows: number): void => {
      done += rows;
      context.emit({ event: "stage.progress", stage: "project", done, total: null });
    };
    const outcomes = await Promise.allSettled(
      targets.map(async ({ store, holds, bringUpToDate }) => {
        const begun = performance.now();
        const rows = await bringUpToDate({ signal: context.stop, onRows });
        return { store, holds, rows, seconds: (performance.now() - begun) / 1000 };
      }),
    );
    const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
    if (failures.length > 0) throw failures.find(isInterruption) ?? failures[0];
    return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  });
}

/** Where one store was waiting when the run was interrupted, what became of the other matters to nobody. */
function isInterruption(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "interrupted";
}
