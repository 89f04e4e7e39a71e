import type { StoreState } from "../ports/index.ts";

/**
 * How what a store holds of a workspace stands to the ledger: complete; not up to its last resolution; up to one that it
 * never had (the ledger is an older copy); filled from another ledger; or never filled.
 */
export type Standing = "current" | "behind" | "ahead" | "foreign" | "empty";

export function standingOf(state: StoreState | null, marker: string, epoch: number): Standing {
  if (state === null) return "empty";
  if (state.marker !== marker) return "foreign";
  if (state.epoch > epoch) return "ahead";
  return state.epoch === epoch ? "current" : "behind";
}
