import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Ledger, SkippedFile } from "../ports/index.ts";
import type { ReadContext } from "./run-context.ts";

/** Tells of files that the workspace holds and the folder no longer gives: what was concluded from them stays. */
export function reportKeptFiles(
  { emit }: ReadContext,
  transcriptsDir: string,
  recorded: Awaited<ReturnType<Ledger["fingerprints"]>>,
  skipped: readonly SkippedFile[],
): void {
  for (const { path, reason } of skipped) {
    if (!recorded.has(path)) continue;
    emit({
      event: "warning",
      message: `${path} can no longer be read (${reason.replace(/\.$/, "")}): what the workspace holds of it stays.`,
    });
  }
  for (const file of recorded.keys()) {
    // A file that --include leaves out is still there.
    if (!existsSync(join(transcriptsDir, file))) emit({ event: "file.vanished", file });
  }
}
