import type { PendingTranscript } from "../ports/index.ts";

/** Reply lengths of batches, as shares of the mean. */
export interface BatchLevels {
  /** At most twelve, all equally frequent; their mean is 1. */
  readonly levels: readonly number[];
  /** Reply length of the last batches. */
  readonly lastLevel: number;
  /** Mean number of transcripts in a batch. */
  readonly transcriptsABatch: number;
}

const LEVELS = 12;
/** Share of the batches that counts as the last ones. */
const LAST_SHARE = 1 / 12;

/**
 * Computes the reply lengths of batches from those of transcripts. A batch has chunks of neighbouring transcripts, so dense
 * transcripts make dense batches. This affects the number of cut-off replies more than the mean length does.
 *
 * @param levels Reply length of each transcript, as a share of the mean.
 * @param chunks Chunks that are requested: all pending chunks, or a part that is evenly spread over them.
 */
export function batchLevels(
  pending: readonly PendingTranscript[],
  levels: readonly number[],
  { chunks, chunksPerCall }: { readonly chunks: number; readonly chunksPerCall: number },
): BatchLevels {
  const total = pending.reduce((sum, each) => sum + each.chunks, 0);
  const stretch = (chunksPerCall * total) / Math.max(1, chunks);
  const batches = stretchMeans(pending, levels, stretch);
  const mean = meanOf(batches);
  const last = batches.slice(-Math.max(1, Math.round(LAST_SHARE * batches.length)));
  const sorted = batches.toSorted((one, other) => one - other);
  const groups = Math.min(LEVELS, sorted.length);
  return {
    levels: Array.from({ length: groups }, (_, group) => {
      const [from, to] = [group, group + 1].map((each) => Math.round((each * sorted.length) / groups));
      return meanOf(sorted.slice(from, to)) / mean;
    }),
    lastLevel: meanOf(last) / mean,
    transcriptsABatch: Math.max(1, (stretch * pending.length) / Math.max(1, total)),
  };
}

/** Mean levels of consecutive stretches of `stretch` chunks. */
function stretchMeans(pending: readonly PendingTranscript[], levels: readonly number[], stretch: number): number[] {
  const means: number[] = [];
  let [sum, room] = [0, stretch];
  for (const [at, { chunks }] of pending.entries()) {
    let left = chunks;
    while (left > 0) {
      const taken = Math.min(left, room);
      sum += taken * (levels[at] ?? 1);
      left -= taken;
      room -= taken;
      if (room > 1e-9) continue;
      means.push(sum / stretch);
      [sum, room] = [0, stretch];
    }
  }
  // The remaining chunks are less than a batch. They count as a batch from half its size on.
  if (means.length === 0 || room < stretch / 2) means.push(sum / (stretch - room));
  return means;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
}
