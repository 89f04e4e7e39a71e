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
  for (const store of stores) {
    const replaced = await store.claim(marker);
    // Of two runs of one ledger, the lock of the workspace lets only one be alive.
    if (replaced === null || replaced === marker) continue;
    const message = `A run of another ledger that writes workspace ${workspace} in the ${store.name} store has not ended, or was killed; this run takes the workspace over, and the other one stops. Two projects on one server need workspaces of different names (--workspace).`;
    emit({ event: "warning", message });
  }
}
