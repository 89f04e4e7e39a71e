import type { RunEvent } from "./library.ts";

/** What a run did with the files of the folder. */
export interface FileTally {
  readonly new: number;
  readonly edited: number;
  readonly unchanged: number;
  /** No longer in the folder; the workspace keeps them. */
  readonly vanished: number;
}

/** Counts along with a run. No event tells of a file that is unchanged: they are what is left. */
export function countFiles(): { readonly hear: (event: RunEvent) => void; readonly tally: () => FileTally } {
  const counts = { found: 0, new: 0, edited: 0, unchanged: 0, skipped: 0, vanished: 0 };
  return {
    hear: (event) => {
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
