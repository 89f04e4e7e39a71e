/** What every reading method takes. */
export interface ReadOptions {
  /** Aborted: the call rejects with the signal's reason, and the store stops where it can. */
  readonly signal?: AbortSignal | undefined;
}

/** A part of a list: at most `limit` items, those that come after a position in the list, or the first without one. */
export interface Page<Position> extends ReadOptions {
  readonly limit: number;
  readonly after?: Position;
}
