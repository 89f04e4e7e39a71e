import { overview as words } from "../../text/overview.ts";

interface Counts {
  readonly shown: number;
  /** The number of all transcripts with a date, and of all transcripts. */
  readonly dated: number;
  readonly total: number;
}

/** Says which transcripts the picture over time does not show. */
export function notesOf({ shown, dated, total }: Counts): readonly string[] {
  if (dated === 0) return shown < total ? [words.firstOf(shown, total)] : [];
  return [
    ...(shown < dated ? [words.latestOf(shown, dated)] : []),
    ...(dated < total ? [words.undated(total - dated)] : []),
  ];
}
