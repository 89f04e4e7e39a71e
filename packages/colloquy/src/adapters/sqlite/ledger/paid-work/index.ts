import type { LedgerPaidWork } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import { failBatch, submit } from "./batches.ts";
import { deadLetterReasons } from "./dead-letters.ts";
import { beginForce } from "./forced.ts";
import { listPending, pendingCount, pendingTranscripts } from "./pending.ts";
import { putVectors, settle } from "./settle.ts";
import { settledChunks } from "./settled-chunks.ts";
import { activeEmbedding, dimensionsOf, embeddings, vectorsOf } from "./vectors.ts";

export function ledgerPaidWork({ context, read, write, writeDurably }: LedgerSession): LedgerPaidWork {
  /** Paid results are on the disk before this returns. */
  const commit = (paid: boolean, work: () => void): void => (paid ? writeDurably(work) : write(work));
  return {
    pendingCount: async (stage, options) => read(() => pendingCount(context, stage, options), options),
    pendingTranscripts: async (stage, options) => read(() => pendingTranscripts(context, stage, options), options),
    pending: async (stage, options) => read(() => listPending(context, stage, options), options),
    beginForce: async (stage, profile) => write(() => beginForce(context, stage, profile)),
    submit: async (batch) => write(() => submit(context, batch)),
    failBatch: async (batch) => write(() => failBatch(context, batch)),
    settle: async (reply, settlements, deadLetters) =>
      commit(reply.paid, () => settle(context, reply, settlements, deadLetters)),
    putVectors: async (reply, vectors) => commit(reply.paid, () => putVectors(context, reply, vectors)),
    vectorsOf: async (profile, contentKeys) => read(() => vectorsOf(context, profile, contentKeys)),
    settledChunks: async (profile, mostReplies) => read(() => settledChunks(context, profile, mostReplies)),
    deadLetterReasons: async () => read(() => deadLetterReasons(context)),
    activeEmbedding: async () => read(() => activeEmbedding(context)),
    embeddings: async () => read(() => embeddings(context)),
    dimensionsOf: async (profile) => read(() => dimensionsOf(context, profile)),
  };
}
