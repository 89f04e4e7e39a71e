import type { StoreState } from "../ports/index.ts";

/** From where a store has to be brought up to date. */
export interface StartingPoint {
  /** Rows that changed after this epoch are missing in the store; 0: all of them. */
  readonly after: number;
  /** The store holds something of another origin, or an interrupted projection: it starts empty. */
  readonly clear: boolean;
}

/** Null where the store is complete. */
export function startingPoint(state: StoreState | null, marker: string, epoch: number): StartingPoint | null {
  if (state === null || state.marker !== marker || state.epoch > epoch) return { after: 0, clear: true };
  return state.epoch === epoch ? null : { after: state.epoch, clear: false };
}
