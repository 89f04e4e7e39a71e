import { UNTRACED } from "../calls/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { EmbeddingProfile, Ledger } from "../ports/index.ts";
import {
  graphProjection,
  type ProjectionTarget,
  stopWhenInterrupted,
  type TextAnalyser,
  vectorProjection,
} from "../projection/index.ts";
import { chooseEmbedding, indexedEmbedding } from "./active-embedding.ts";
import type { RunListener } from "./events.ts";
import { resolveChanges } from "./resolve.ts";
import { type StageContext, type RunParts, type RunSettings, runStage } from "./run-types.ts";

/** The parts, besides stores, of an operation that projects a ledger and sends no calls. */
export interface ProjectionParts {
  readonly ledger: Ledger;
  readonly analyser: TextAnalyser;
  /** The profile for which a vector store is prepared if the ledger has no vectors. */
  readonly embedding: EmbeddingProfile;
}

export interface ProjectionSettings {
  readonly workspace: string;
  readonly emit: RunListener;
  /** When aborted, no further batch is read or written. */
  readonly signal: AbortSignal;
}

/** The context of stages that call no model. */
export function contextOf({ emit, signal }: ProjectionSettings): StageContext {
  return { emit, stop: signal, span: UNTRACED };
}

/** The result of a projection to one store. */
export interface StoreProjection {
  /** `embedded`, `neo4j`, `qdrant`, or the name of a custom store. */
  readonly store: string;
  readonly holds: "graph" | "vectors";
  /** Number of rows that were written or removed. */
  readonly rows: number;
  readonly seconds: number;
}

/** Resolves all settled chunks. @returns the profile of the vectors that a store must hold. */
export async function resolveSettled(
  context: StageContext,
  { ledger, embedding }: ProjectionParts,
): Promise<EmbeddingProfile> {
  const shown = await ledger.activeEmbedding();
  // If the first run was stopped, the ledger has vectors, but no active profile yet.
  const [first] = shown === null ? await ledger.embeddings() : [];
  await resolveChanges(context, ledger, { embeddingProfile: first?.profile ?? null });
  stopWhenInterrupted(context.stop);
  return (await ledger.activeEmbedding()) ?? embedding;
}

/** Resolves all settled chunks, then projects them to both stores. */
export async function projectResults(
  context: StageContext,
  parts: Pick<RunParts, "ledger" | "graphStore" | "vectorStore" | "embedding" | "analyser">,
  options: Pick<RunSettings, "skipEmbeddings">,
): Promise<void> {
  const { ledger, embedding, vectorStore } = parts;
  const model = embedding.port;
  const prepared = await indexedEmbedding(ledger, model);
  const choice = options.skipEmbeddings
    ? { embeddingProfile: null }
    : await chooseEmbedding(context, ledger, model, vectorStore);
  await resolveChanges(context, ledger, choice);
  stopWhenInterrupted(context.stop);
  const shown = await indexedEmbedding(ledger, model);
  if (shown.profile !== prepared.profile) await vectorStore.prepare(shown);
  await projectToStores(context, parts);
}

/** Projects to both stores of a run in parallel. Waits for both before it fails. */
export async function projectToStores(
  context: StageContext,
  { ledger, graphStore, vectorStore, analyser }: Pick<RunParts, "ledger" | "graphStore" | "vectorStore" | "analyser">,
): Promise<void> {
  await projectAll(context, [graphProjection(ledger, graphStore), vectorProjection(ledger, vectorStore, analyser)]);
}

/** Projects to stores in parallel. Waits for all before it fails. */
export async function projectAll(
  context: StageContext,
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

/** An interruption is thrown rather than a failure of another store. */
function isInterruption(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "interrupted";
}
