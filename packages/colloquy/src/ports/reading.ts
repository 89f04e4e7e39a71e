/** Options of every reading method. */
export interface ReadOptions {
  /** When aborted, the call rejects with the signal's reason, and the store stops if it can. */
  readonly signal?: AbortSignal | undefined;
}

/** A part of a list: at most `limit` items after a position, or the first items without a position. */
export interface Page<Position> extends ReadOptions {
  readonly limit: number;
  readonly after?: Position;
}
