import type { StoreState } from "../ports/index.ts";
import { standingOf } from "./standing.ts";

/** From where a store has to be brought up to date. */
export interface StartingPoint {
  /** Rows that changed after this epoch are missing in the store; 0: all of them. */
  readonly after: number;
  /** The store holds something of another origin, or an interrupted projection: it starts empty. */
  readonly clear: boolean;
}

/** Null where the store is complete. */
export function startingPoint(state: StoreState | null, marker: string, epoch: number): StartingPoint | null {
  const standing = standingOf(state, marker, epoch);
  if (standing === "current") return null;
  return standing === "behind" && state !== null ? { after: state.epoch, clear: false } : { after: 0, clear: true };
}
