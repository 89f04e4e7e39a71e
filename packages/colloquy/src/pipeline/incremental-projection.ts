import { setTimeout as wait } from "node:timers/promises";
import { UNTRACED } from "../calls/index.ts";
import { ColloquyError } from "../model/index.ts";
import { projectToStores } from "./project.ts";
import { type ResolutionPace, resolveChanges } from "./resolve.ts";
import { type StageContext, type RunParts, type RunSettings, runStage } from "./run-types.ts";

const WRITE_EVERY_MS = 10_000;
/** After failures. */
const LONGEST_PAUSE_MS = 300_000;
/** Resolving takes at most a fifth of the time: replies must not wait for the ledger. */
const PAUSE_BY_RESOLVING = 4;
const PACE: ResolutionPace = { milliseconds: 50, transcripts: 1 };

type ProjectedParts = Pick<RunParts, "ledger" | "extraction" | "embedding" | "graphStore" | "vectorStore" | "analyser">;

interface ProjectionListener {
  readonly onProjecting: (isInProgress: boolean) => void;
  /** Called when another run has claimed a store: what this run would still pay for has no place there. */
  readonly onClaimLost: () => void;
}

type IncrementalSettings = Pick<RunSettings, "skipKg" | "skipEmbeddings" | "writeEveryMs">;

/**
 * Projects what is settled from time to time while calls are in flight, so that little is left to project after the last
 * reply. Rows are whole values, so the projection at the end of the run has the same result with and without it. It does
 * nothing where the port runs on this machine: it would only compete for the processor.
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
  // `end` reports it.
  projecting.catch(() => undefined);
  return {
    /** @throws ColloquyError `workspace-busy` where another run has claimed a store. */
    async end() {
      ended.abort();
      // Nothing else is going on any more: a slow store must be visible.
      if (isInProgress) await runStage({ emit: context.emit, span: UNTRACED }, "project", null, () => projecting);
      else await projecting;
    },
  };
}

/**
 * Tries again after a failure, with ever longer pauses. The projection at the end of the run is the last try.
 * @throws ColloquyError `workspace-busy` where another run has claimed a store.
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
  const message = `What is settled could not be written while models are asked; it is tried again, at the latest at the end of the run. ${reason}`;
  emit({ event: "warning", message });
}

/** @returns how long the ledger worked, in milliseconds. */
async function projectSettled(context: StageContext, parts: ProjectedParts, skipEmbeddings: boolean): Promise<number> {
  const begun = performance.now();
  const { ledger, embedding } = parts;
  // Vectors of another model replace those that are shown when they are complete: the end of a run decides.
  const isFirst = !skipEmbeddings && (await ledger.activeEmbedding()) === null;
  await resolveChanges(context, ledger, { embeddingProfile: isFirst ? embedding.port.profile : null, pace: PACE });
  const resolvingMs = performance.now() - begun;
  await projectToStores(context, parts);
  return resolvingMs;
}

/** False where the wait was ended before. */
async function passed(milliseconds: number, ended: AbortSignal): Promise<boolean> {
  return wait(milliseconds, true, { signal: ended, ref: false }).catch(() => false);
}
