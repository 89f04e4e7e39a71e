export interface ProjectionOptions {
  /** When aborted, no further batch is written. */
  readonly signal: AbortSignal;
  /** Called with the number of rows that each batch wrote or removed. */
  readonly onRows: (rows: number) => void;
}
