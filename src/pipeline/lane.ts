import type { Lane, Ledger, PendingContent, PendingOptions } from "../ports/index.ts";
import { walkPages } from "../projection/index.ts";

/** Pending content is listed in pages of this many: the look-ahead that bounds memory. */
const CONTENTS_A_PAGE = 100;

/** What a lane is to do in this run. */
export interface LanePlan extends PendingOptions {
  readonly lane: Lane;
  readonly batchSize: number;
  /** At most this many contents in this run. */
  readonly limit: number;
  /** Content keys; only these, of whatever is pending. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Cuts a lane's pending content into batches, once a run and in the ledger's order: which contents share a
 * batch depends neither on the concurrency nor on what is settled meanwhile.
 */
export async function* cutBatches(
  ledger: Pick<Ledger, "pending">,
  plan: LanePlan,
): AsyncGenerator<readonly PendingContent[]> {
  const { only } = plan;
  let left = Math.min(plan.limit, only?.size ?? Number.POSITIVE_INFINITY);
  let batch: PendingContent[] = [];
  for await (const page of walkPages((after: string | null) => pendingPage(ledger, plan, after))) {
    const wanted = only === undefined ? page : page.filter(({ contentKey }) => only.has(contentKey));
    for (const content of wanted.slice(0, left)) {
      batch.push(content);
      if (batch.length < plan.batchSize) continue;
      yield batch;
      batch = [];
    }
    left -= Math.min(left, wanted.length);
    if (left === 0) break;
  }
  if (batch.length > 0) yield batch;
}

async function pendingPage(ledger: Pick<Ledger, "pending">, plan: LanePlan, after: string | null) {
  const { items, next } = await ledger.pending(plan.lane, { ...plan, after, limit: CONTENTS_A_PAGE });
  return { rows: items, next };
}
