import type { Comparison } from "./comparison.ts";
import type { sharedChunks } from "./chunks.ts";

/** Why the figures of a comparison may say less than they seem to, a sentence each. */
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
      `The two did not read the same transcripts: ${files(onlyA)} only ${a} has, ${files(onlyB)} only ${b}; what was found in those counts as a difference. Compare workspaces that read one folder.`,
    );
  if (transcripts.changed > 0)
    warnings.push(
      `${files(transcripts.changed)} of the same name ${transcripts.changed === 1 ? "has" : "have"} other words in ${b} than in ${a}: run \`colloquy ingest\` on the older of the two again.`,
    );
  if (shared.settledOnlyInA + shared.settledOnlyInB > 0)
    warnings.push(
      `Of ${shared.both} chunks that both have, ${shared.settledOnlyInA} are extracted in ${a} alone and ${shared.settledOnlyInB} in ${b} alone; what was found in those counts as a difference. Go on with \`colloquy ingest\` where chunks are pending.`,
    );
  return warnings;
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
