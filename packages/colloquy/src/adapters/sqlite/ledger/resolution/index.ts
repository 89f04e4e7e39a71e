import type { LedgerResolution, ResolutionStep } from "../../../../ports/index.ts";
import { requireIntactState } from "../meta.ts";
import type { LedgerSession } from "../session.ts";
import { replaceCorrections } from "./corrections.ts";
import { countDirtyTranscripts, deriveTranscript, dirtyTranscripts, followResolver } from "./facts.ts";
import { followEmbeddingProfile } from "./vector-rows.ts";
import { countUnresolved, resolutionSteps } from "./steps.ts";

/** Rows per transaction of a resolution, so that the write-ahead log stays small. */
const ROWS_PER_TRANSACTION = 5_000;

export function ledgerResolution(session: LedgerSession): LedgerResolution {
  const { context, read, conclude, write, writeDurably } = session;
  /** Runs a step in transactions of its own until it has no more work; false if the deadline passed first. */
  const repeat = (step: ResolutionStep, deadline: number): boolean => {
    for (let taken = ROWS_PER_TRANSACTION; taken === ROWS_PER_TRANSACTION;) {
      if (performance.now() > deadline) return false;
      taken = write(() => conclude(() => step(ROWS_PER_TRANSACTION)));
    }
    return true;
  };
  return {
    async deriveFacts(limit) {
      write(() => {
        requireIntactState(context);
        followResolver(context);
      });
      const transcripts = read(() => dirtyTranscripts(context, limit));
      for (const transcript of transcripts) write(() => conclude(() => deriveTranscript(context, transcript)));
      return { derived: transcripts.length, remaining: read(() => countDirtyTranscripts(context)) };
    },
    async correct(corrections) {
      writeDurably(() => replaceCorrections(context, corrections));
    },
    async resolve({ embeddingProfile, milliseconds = Number.POSITIVE_INFINITY }) {
      write(() => followEmbeddingProfile(context, embeddingProfile));
      const deadline = performance.now() + milliseconds;
      const finished = resolutionSteps(context).every((step) => repeat(step, deadline));
      // Stores record the epoch, so the ledger must keep it after a loss of power.
      const changedRows = finished ? writeDurably(() => context.changes.finish()) : 0;
      const remaining = finished ? 0 : read(() => countUnresolved(context));
      return { finished, remaining, changedRows, epoch: context.changes.epoch };
    },
  };
}
