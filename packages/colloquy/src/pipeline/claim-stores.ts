import type { Ledger, ProjectionState } from "../ports/index.ts";
import type { RunListener } from "./events.ts";

interface ClaimedStore extends Pick<ProjectionState, "claim"> {
  /** As messages call it. */
  readonly name: string;
}

/**
 * Claims stores for a run that will write to them, before it pays for anything. A claim that it replaces is of a run that
 * was killed, or of one that goes on: the latter stops at its next write.
 */
export async function claimStores(
  { marker }: Pick<Ledger, "marker">,
  stores: readonly ClaimedStore[],
  { workspace, emit }: { readonly workspace: string; readonly emit: RunListener },
): Promise<void> {
  const taken: string[] = [];
  for (const store of stores) {
    const replaced = await store.claim(marker);
    // A killed run of this ledger leaves its claim behind. A run of a copy of this ledger elsewhere cannot be told from that.
    if (replaced !== null && replaced !== marker) taken.push(store.name);
  }
  if (taken.length === 0) return;
  const message = `A run of another ledger that writes workspace ${workspace} in ${taken.join(" and ")} goes on, or was killed: this run takes the workspace over, and the other one stops.`;
  emit({ event: "warning", message });
}
