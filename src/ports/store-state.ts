/** What a store remembers of its last completed projection. */
export interface StoreState {
  /** The marker of the ledger that filled it; another one means a full projection. */
  readonly marker: string;
  /** The ledger's epoch up to which the store is complete. */
  readonly epoch: number;
}
