export interface ProjectionOptions {
  /** Aborted: no further batch is written. */
  readonly signal: AbortSignal;
  /** Hears how many rows each batch wrote or removed. */
  readonly onRows: (rows: number) => void;
}
