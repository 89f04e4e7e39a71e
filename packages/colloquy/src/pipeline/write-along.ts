import { setTimeout as wait } from "node:timers/promises";
import { ColloquyError } from "../model/index.ts";
import { projectToStores } from "./project.ts";
import { type ResolutionPace, resolveChanges } from "./resolve.ts";
import { type RunContext, runStage } from "./run-context.ts";
import type { RunParts, RunSettings } from "./run-settings.ts";
import { UNTRACED } from "./untraced.ts";

const WRITE_EVERY_MS = 10_000;
/** Where writing fails. */
const LONGEST_PAUSE_MS = 300_000;
/** Of the time, at most a fifth is spent on resolving: replies must not wait for the ledger. Servers may be as slow as they are. */
const PAUSE_BY_RESOLVING = 4;
const PACE: ResolutionPace = { milliseconds: 50, transcripts: 1 };

type WrittenParts = Pick<
  RunParts,
  "ledger" | "extractor" | "embeddingModel" | "graphStore" | "vectorStore" | "analyser"
>;
interface WritingListener {
  readonly onWriting: (isUnderWay: boolean) => void;
}
interface ClaimListener {
  /** Called when another run has taken a store over: what this run would still pay for has no place there. */
  readonly onClaimLost: () => void;
}
type WritingSettings = Pick<RunSettings, "skipKg" | "skipEmbeddings" | "writeEveryMs">;

/**
 * Writes to the stores what is settled while models are still asked, now and then, so that little is left to write when
 * the last reply comes. What it writes is what the end of the run would write: rows are whole values, and the last word
 * is the end's. Where no model is waited for it does nothing, because it would only take the processor from those who work.
 */
export function writeAlong(
  context: RunContext,
  parts: WrittenParts,
  options: WritingSettings & ClaimListener,
): { end(): Promise<void> } {
  const { paid } = options.skipKg ? parts.embeddingModel : parts.extractor;
  const ended = new AbortController();
  let isUnderWay = false;
  const writing = paid
    ? writeUntil(ended.signal, context, parts, { ...options, onWriting: (is) => (isUnderWay = is) })
    : Promise.resolve();
  // `end` tells of it.
  writing.catch(() => undefined);
  return {
    /** @throws ColloquyError `workspace-busy` where another run has taken a store over. */
    async end() {
      ended.abort();
      // Nothing else goes on any more: a store that takes its time is to be seen.
      if (isUnderWay) await runStage({ emit: context.emit, span: UNTRACED }, "project", null, () => writing);
      else await writing;
    },
  };
}

/**
 * What could not be written is tried again, after ever longer pauses, and at the end, where the run fails.
 * @throws ColloquyError `workspace-busy` where another run has taken a store over.
 */
async function writeUntil(
  ended: AbortSignal,
  context: RunContext,
  parts: WrittenParts,
  {
    skipEmbeddings,
    writeEveryMs = WRITE_EVERY_MS,
    onWriting,
    onClaimLost,
  }: WritingSettings & WritingListener & ClaimListener,
): Promise<void> {
  let pause = writeEveryMs;
  let isFailing = false;
  while (await passed(pause, ended)) {
    onWriting(true);
    try {
      const resolvingMs = await writeSettled(
        { ...context, emit: () => undefined, span: UNTRACED },
        parts,
        skipEmbeddings,
      );
      isFailing = false;
      pause = Math.max(writeEveryMs, PAUSE_BY_RESOLVING * resolvingMs);
    } catch (error) {
      if (context.stop.aborted) return;
      if (ColloquyError.isInstance(error) && error.code === "workspace-busy") {
        onClaimLost();
        throw error;
      }
      if (!isFailing) tellFailure(context, error);
      isFailing = true;
      pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
    } finally {
      onWriting(false);
    }
  }
}

function tellFailure({ emit }: RunContext, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `What is settled could not be written while models are asked; it is tried again, at the latest at the end of the run. ${reason}`;
  emit({ event: "warning", message });
}

/** @returns how long the ledger was at work for it, in milliseconds. */
async function writeSettled(context: RunContext, parts: WrittenParts, skipEmbeddings: boolean): Promise<number> {
  const begun = performance.now();
  const { ledger, embeddingModel, graphStore, vectorStore, analyser } = parts;
  // Vectors of another model take the place of those that are shown when they are complete: the end of a run decides.
  const isFirst = !skipEmbeddings && (await ledger.activeEmbedding()) === null;
  await resolveChanges(context, ledger, { embeddingProfile: isFirst ? embeddingModel.profile : null, pace: PACE });
  const resolvingMs = performance.now() - begun;
  await projectToStores(context, ledger, { graph: graphStore, vectors: vectorStore, analyser });
  return resolvingMs;
}

/** False where it ended before. */
async function passed(milliseconds: number, ended: AbortSignal): Promise<boolean> {
  return wait(milliseconds, true, { signal: ended, ref: false }).catch(() => false);
}
