import { taperedSize, untaperedCount } from "../batching/index.ts";

export interface BatchPlan {
  readonly chunks: number;
  readonly batchSize: number;
  /** Calls if all batches are as large as the first ones. More than `batchSize` implies if tokens limit a batch. */
  readonly plannedCalls: number;
}

/** Number of batches of each size. */
export type BatchSizes = ReadonlyMap<number, number>;

/** Plans the batches of a stage. `width`: calls that the limits keep in flight; 1: batches do not become smaller. */
export function plannedBatches({ chunks, batchSize, plannedCalls }: BatchPlan, width: number): BatchSizes {
  const sizes = new Map<number, number>();
  const usual = Math.min(batchSize, chunks / Math.max(1, plannedCalls));
  const isFull = plannedCalls <= Math.ceil(chunks / batchSize);
  const largest = isFull ? batchSize : Math.max(1, usual);
  // All batches of the first part are large, so they are counted together.
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

/** Adds batches of one size for all chunks. A fractional size is a mix of the next smaller and the next larger size. */
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
