import { overview as words } from "../../text/overview.ts";

/** Numbers of transcripts with and without a date. */
interface Counts {
  readonly dated: number;
  readonly undated: number;
}

/** Says which transcripts the picture over time does not show. */
export function notesOf(shown: Counts, all: Counts): readonly string[] {
  if (all.dated === 0) return shown.undated < all.undated ? [words.firstOf(shown.undated, all.undated)] : [];
  return [
    ...(shown.dated < all.dated ? [words.latestOf(shown.dated, all.dated)] : []),
    ...(shown.undated < all.undated ? [words.undated(all.undated - shown.undated)] : []),
  ];
}
