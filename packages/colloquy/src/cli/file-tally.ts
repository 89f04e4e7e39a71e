import type { RunEvent } from "./library.ts";

/** Counts of the files in the folder, by what a run did with them. */
export interface FileTally {
  readonly new: number;
  readonly edited: number;
  readonly unchanged: number;
  /** No longer in the folder. The workspace keeps their data. */
  readonly vanished: number;
}

/** Counts files by the events of a run. Unchanged files have no event; their count is the remainder. */
export function countFiles(): { readonly onEvent: (event: RunEvent) => void; readonly tally: () => FileTally } {
  const counts = { found: 0, new: 0, edited: 0, unchanged: 0, skipped: 0, vanished: 0 };
  return {
    onEvent: (event) => {
      if (event.event === "files.discovered") counts.found = event.files + event.skipped;
      if (event.event === "file.read") counts[event.change]++;
      if (event.event === "file.skipped") counts.skipped++;
      if (event.event === "file.vanished") counts.vanished++;
    },
    tally: () => ({
      new: counts.new,
      edited: counts.edited,
      unchanged: Math.max(counts.found - counts.new - counts.edited - counts.skipped, 0),
      vanished: counts.vanished,
    }),
  };
}
