import { taperedSize, untaperedCount } from "../batching/index.ts";

export interface BatchPlan {
  readonly chunks: number;
  readonly batchSize: number;
  /** Calls if all batches were as large as the first ones: more than by `batchSize` where tokens bound a batch. */
  readonly plannedCalls: number;
}

/** How many batches of each size there are. */
export type BatchSizes = ReadonlyMap<number, number>;

/** The batches that a stage is cut into. `width`: the calls that the limits keep in flight; 1: they do not become smaller. */
export function plannedBatches({ chunks, batchSize, plannedCalls }: BatchPlan, width: number): BatchSizes {
  const sizes = new Map<number, number>();
  const usual = Math.min(batchSize, chunks / Math.max(1, plannedCalls));
  const isFull = plannedCalls <= Math.ceil(chunks / batchSize);
  const largest = isFull ? batchSize : Math.max(1, usual);
  // The first part comes in large batches throughout, which need not be counted one by one.
  const first =
    width <= 1 ? chunks : Math.min(chunks, Math.round(Math.ceil(untaperedCount(chunks) / largest) * largest));
  addLarge(sizes, first, largest);
  let left = chunks - first;
  let owed = 0;
  while (left > 0) {
    const wanted = Math.min(largest, taperedSize(left, chunks, { batchSize, width })) + owed;
    const size = Math.max(1, Math.min(left, Math.round(wanted)));
    owed = wanted - size;
    add(sizes, size, 1);
    left -= size;
  }
  return sizes;
}

/** As many batches of a size as hold so many chunks; of one that is no whole number, some smaller and some larger. */
function addLarge(sizes: Map<number, number>, chunks: number, size: number): void {
  if (Number.isInteger(size)) {
    add(sizes, size, Math.floor(chunks / size));
    add(sizes, chunks % size, 1);
    return;
  }
  const calls = Math.ceil(chunks / size);
  const smaller = Math.floor(chunks / calls);
  add(sizes, smaller, calls - (chunks % calls));
  add(sizes, smaller + 1, chunks % calls);
}

function add(sizes: Map<number, number>, size: number, count: number): void {
  if (size > 0 && count > 0) sizes.set(size, (sizes.get(size) ?? 0) + count);
}

export function countBatches(sizes: BatchSizes): number {
  return [...sizes.values()].reduce((sum, count) => sum + count, 0);
}
