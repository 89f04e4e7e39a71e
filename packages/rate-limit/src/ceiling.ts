/** How long a reply took, and under what circumstances. */
export interface RepliedCall {
  readonly sentAt: number;
  readonly milliseconds: number;
  /** Milliseconds for each unit of its work: replies differ in length. */
  readonly msPerUnit: number;
  /** Whether as many calls as allowed were under way when it was sent. */
  readonly full: boolean;
}

/** How many calls may be under way at once. */
export interface Ceiling {
  readonly current: number;
  /** A reply came. */
  learn(call: RepliedCall, now: number): void;
  /** Too much at once, as it seems. */
  congested(now: number): void;
}

export function fixedCeiling(current: number): Ceiling {
  return { current, learn: () => {}, congested: () => {} };
}
