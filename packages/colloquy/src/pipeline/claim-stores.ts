import type { Ledger, ProjectionState } from "../ports/index.ts";
import type { RunListener } from "./events.ts";

interface ClaimedStore extends Pick<ProjectionState, "claim"> {
  /** The name in messages. */
  readonly name: string;
}

/**
 * Claims the stores of a run before its first paid call. A replaced claim belongs to a crashed run, or to an active run, which
 * stops at its next write.
 */
export async function claimStores(
  { marker }: Pick<Ledger, "marker">,
  stores: readonly ClaimedStore[],
  { workspace, emit }: { readonly workspace: string; readonly emit: RunListener },
): Promise<void> {
  const taken: string[] = [];
  for (const store of stores) {
    const replaced = await store.claim(marker);
    // A claim with the same marker belongs to a crashed run of this ledger, or to a run of a copy of this ledger.
    if (replaced !== null && replaced !== marker) taken.push(store.name);
  }
  if (taken.length === 0) return;
  const message = `A run of another ledger writes workspace ${workspace} in ${taken.join(" and ")}, or has crashed. This run takes over the workspace, and the other run stops.`;
  emit({ event: "warning", message });
}
