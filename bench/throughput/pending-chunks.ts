import type { Ledger, PendingChunk } from "../../packages/colloquy/src/ports/index.ts";
import { chunkAt } from "./workload.ts";

/** Tokens of a chunk for the size of a batch: so few that no batch comes near a limit. */
const TOKENS = 450;
const DIGITS = 9;

/** A ledger's list of pending chunks, generated when it is read: a million chunks take no memory. */
export function pendingChunks(seed: number, total: number): Pick<Ledger, "pending" | "submit" | "failBatch"> {
  const contentAt = (index: number): PendingChunk => ({
    contentKey: String(index).padStart(DIGITS, "0"),
    chunk: String(index),
    view: [chunkAt(seed, index)],
    tokens: TOKENS,
  });
  return {
    submit: async () => 1,
    failBatch: async () => {},
    async pending(_stage, { after, limit }) {
      const from = after === null ? 0 : Number(after) + 1;
      const items = Array.from({ length: Math.min(limit, total - from) }, (_, place) => contentAt(from + place));
      return { items, next: from + items.length < total ? (items.at(-1)?.contentKey ?? null) : null };
    },
  };
}
