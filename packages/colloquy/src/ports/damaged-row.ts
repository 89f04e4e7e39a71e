/** A row of a store that cannot be read, or that searches find with other values or not at all. */
export interface DamagedRow {
  readonly kind: "damaged";
  /** The id for `remove`. */
  readonly id: string;
  /** The fault, as a clause without a full stop. */
  readonly reason: string;
}
