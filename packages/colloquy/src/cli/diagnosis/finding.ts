/** What `doctor` found of one thing. */
export interface Finding {
  readonly name: string;
  /** `ok`; `fault`: something that stops a run; `note`: worth knowing. */
  readonly state: "ok" | "fault" | "note";
  /** A sentence: what is, and for a fault what to do. */
  readonly message: string;
}
