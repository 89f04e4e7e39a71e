import type { Ledger, ProjectionState } from "../ports/index.ts";
import type { RunListener } from "./events.ts";

interface ClaimedStore extends Pick<ProjectionState, "claim"> {
  /** Its name in messages. */
  readonly name: string;
}

/**
 * Claims the stores of a run before it pays for anything. A replaced claim belongs to a killed run, or to one that is
 * still going on: that one stops at its next write.
 */
export async function claimStores(
  { marker }: Pick<Ledger, "marker">,
  stores: readonly ClaimedStore[],
  { workspace, emit }: { readonly workspace: string; readonly emit: RunListener },
): Promise<void> {
  const taken: string[] = [];
  for (const store of stores) {
    const replaced = await store.claim(marker);
    // A killed run of this ledger leaves its claim behind. A run of a copy of this ledger looks the same.
    if (replaced !== null && replaced !== marker) taken.push(store.name);
  }
  if (taken.length === 0) return;
  const message = `A run of another ledger that writes workspace ${workspace} in ${taken.join(" and ")} goes on, or was killed: this run takes the workspace over, and the other one stops.`;
  emit({ event: "warning", message });
}
