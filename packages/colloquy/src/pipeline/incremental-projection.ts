import { setTimeout as wait } from "node:timers/promises";
import { UNTRACED } from "../calls/index.ts";
import { ColloquyError } from "../model/index.ts";
import { projectToStores } from "./project.ts";
import { type ResolutionPace, resolveChanges } from "./resolve.ts";
import { type StageContext, type RunParts, type RunSettings, runStage } from "./run-types.ts";

const WRITE_EVERY_MS = 10_000;
/** The longest pause after failures. */
const LONGEST_PAUSE_MS = 300_000;
/** A pause is at least four times as long as resolving, so that the ledger is free for replies. */
const PAUSE_BY_RESOLVING = 4;
const PACE: ResolutionPace = { milliseconds: 50, transcripts: 1 };

type ProjectedParts = Pick<RunParts, "ledger" | "extraction" | "embedding" | "graphStore" | "vectorStore" | "analyser">;

interface ProjectionListener {
  readonly onProjecting: (isInProgress: boolean) => void;
  /** Called when another run has claimed a store, so that this run can stop paying for results. */
  readonly onClaimLost: () => void;
}

type IncrementalSettings = Pick<RunSettings, "skipKg" | "skipEmbeddings" | "writeEveryMs">;

/**
 * Projects settled chunks from time to time while calls are in flight, so that few are left to project after the last reply.
 * Rows are whole values, so the stores are the same at the end of the run with and without it. It does nothing for a port on
 * this machine, because it would compete for the processor.
 */
export function startIncrementalProjection(
  context: StageContext,
  parts: ProjectedParts,
  options: IncrementalSettings & Pick<ProjectionListener, "onClaimLost">,
): { end(): Promise<void> } {
  const { paid } = options.skipKg ? parts.embedding.port : parts.extraction.port;
  const ended = new AbortController();
  let isInProgress = false;
  const projecting = paid
    ? projectUntil(ended.signal, context, parts, { ...options, onProjecting: (is) => (isInProgress = is) })
    : Promise.resolve();
  // `end` throws the failure.
  projecting.catch(() => undefined);
  return {
    /** @throws ColloquyError `workspace-busy` if another run has claimed a store. */
    async end() {
      ended.abort();
      // The run waits only for the store now, so the wait is shown as a stage.
      if (isInProgress) await runStage({ emit: context.emit, span: UNTRACED }, "project", null, () => projecting);
      else await projecting;
    },
  };
}

/**
 * Projects until `ended` is aborted. Pauses are doubled after each failure; the projection at the end of the run is separate.
 * @throws ColloquyError `workspace-busy` if another run has claimed a store.
 */
async function projectUntil(
  ended: AbortSignal,
  context: StageContext,
  parts: ProjectedParts,
  {
    skipEmbeddings,
    writeEveryMs = WRITE_EVERY_MS,
    onProjecting,
    onClaimLost,
  }: IncrementalSettings & ProjectionListener,
): Promise<void> {
  let pause = writeEveryMs;
  let isFailing = false;
  while (await passed(pause, ended)) {
    onProjecting(true);
    try {
      const quiet = { ...context, emit: () => undefined, span: UNTRACED };
      const resolvingMs = await projectSettled(quiet, parts, skipEmbeddings);
      isFailing = false;
      pause = Math.max(writeEveryMs, PAUSE_BY_RESOLVING * resolvingMs);
    } catch (error) {
      if (context.stop.aborted) return;
      if (ColloquyError.isInstance(error) && error.code === "workspace-busy") {
        onClaimLost();
        throw error;
      }
      if (!isFailing) warnOfFailure(context, error);
      isFailing = true;
      pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
    } finally {
      onProjecting(false);
    }
  }
}

function warnOfFailure({ emit }: StageContext, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `Settled chunks could not be written while calls are in flight. The run tries again, at the latest at its end. ${reason}`;
  emit({ event: "warning", message });
}

/** @returns the milliseconds for resolving. */
async function projectSettled(context: StageContext, parts: ProjectedParts, skipEmbeddings: boolean): Promise<number> {
  const begun = performance.now();
  const { ledger, embedding } = parts;
  // Whether vectors of another model replace the current ones is decided at the end of the run.
  const isFirst = !skipEmbeddings && (await ledger.activeEmbedding()) === null;
  await resolveChanges(context, ledger, { embeddingProfile: isFirst ? embedding.port.profile : null, pace: PACE });
  const resolvingMs = performance.now() - begun;
  await projectToStores(context, parts);
  return resolvingMs;
}

/** Waits; false if the wait was aborted. */
async function passed(milliseconds: number, ended: AbortSignal): Promise<boolean> {
  return wait(milliseconds, true, { signal: ended, ref: false }).catch(() => false);
}
