import type { Comparison } from "./comparison.ts";
import type { sharedChunks } from "./chunks.ts";

/** Reasons why the figures of a comparison may be misleading, one sentence each. */
export function warningsOf({
  a,
  b,
  transcripts,
  shared,
}: Pick<Comparison, "a" | "b" | "transcripts"> & { readonly shared: ReturnType<typeof sharedChunks> }): string[] {
  const [onlyA, onlyB] = [transcripts.a - transcripts.both, transcripts.b - transcripts.both];
  const warnings: string[] = [];
  if (onlyA + onlyB > 0)
    warnings.push(
      `The workspaces have different transcripts: ${files(onlyA)} only in ${a}, ${files(onlyB)} only in ${b}. All that was found in these files counts as a difference. Compare workspaces of the same folder.`,
    );
  if (transcripts.changed > 0)
    warnings.push(
      `${files(transcripts.changed)} ${transcripts.changed === 1 ? "has" : "have"} the same name but different words in ${a} and ${b}. Run \`colloquy ingest\` again for the older workspace.`,
    );
  if (shared.settledOnlyInA + shared.settledOnlyInB > 0)
    warnings.push(
      `Of ${shared.both} common chunks, ${shared.settledOnlyInA} are extracted only in ${a} and ${shared.settledOnlyInB} only in ${b}. All that was found in these chunks counts as a difference. Run \`colloquy ingest\` for the workspace with pending chunks.`,
    );
  return warnings;
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
