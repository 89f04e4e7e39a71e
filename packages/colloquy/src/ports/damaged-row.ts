/** A row of a store that cannot be read, or that searches do not find as it is. */
export interface DamagedRow {
  readonly kind: "damaged";
  /** By which `remove` removes it. */
  readonly id: string;
  /** What is wrong with it, as a clause without a full stop. */
  readonly reason: string;
}
