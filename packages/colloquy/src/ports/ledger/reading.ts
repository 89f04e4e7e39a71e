/** How a long read of the ledger is cancelled. */
export interface ReadOptions {
  /** Aborted: the read ends between two steps and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
