import type { PendingTranscript } from "../ports/index.ts";

/** What batches are answered with, as shares of the mean. */
export interface BatchLevels {
  /** At most twelve: one is as frequent as the other, and their mean is 1. */
  readonly levels: readonly number[];
  /** Of the last batches. */
  readonly lastLevel: number;
  /** Transcripts that a batch has chunks of, in the mean. */
  readonly transcriptsABatch: number;
}

const LEVELS = 12;
/** Of all batches, those that are the last ones. */
const LAST_SHARE = 1 / 12;

/**
 * A batch has the chunks of neighbouring transcripts, so that batches differ as these do: that decides how many replies
 * do not fit their room, more than the mean does.
 *
 * @param levels of the transcripts, as shares of their mean.
 * @param chunks of what is pending that are asked about; fewer than all are spread over it.
 */
export function batchLevels(
  pending: readonly PendingTranscript[],
  levels: readonly number[],
  { chunks, chunksPerCall }: { readonly chunks: number; readonly chunksPerCall: number },
): BatchLevels {
  const contents = pending.reduce((sum, each) => sum + each.contents, 0);
  const stretch = (chunksPerCall * contents) / Math.max(1, chunks);
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
    transcriptsABatch: Math.max(1, (stretch * pending.length) / Math.max(1, contents)),
  };
}

/** Means of stretches of so many contents, one after the other. */
function stretchMeans(pending: readonly PendingTranscript[], levels: readonly number[], stretch: number): number[] {
  const means: number[] = [];
  let [sum, room] = [0, stretch];
  for (const [at, { contents }] of pending.entries()) {
    let left = contents;
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
  // What is left over is no whole batch; it counts where it is half of one.
  if (means.length === 0 || room < stretch / 2) means.push(sum / (stretch - room));
  return means;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
}
