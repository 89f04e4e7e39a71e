/** One result of `doctor`. */
export interface Finding {
  readonly name: string;
  /** A `fault` stops a run; a `note` does not. */
  readonly state: "ok" | "fault" | "note";
  /** One sentence. For a fault it says what to do. */
  readonly message: string;
}
