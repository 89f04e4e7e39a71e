import { counted } from "../text/index.ts";
import type { StageMeasurement } from "./estimate.ts";
import type { Work } from "./work.ts";

/** Says in a sentence where the numbers of an estimate come from. */
export function basisOf(work: Work, measured: StageMeasurement | null): string {
  if (measured !== null) return basisOfRun(work, measured);
  const replies =
    work.usualTokens.maxOutputTokens === 0
      ? "tokens are counted from characters, and providers count up to a quarter more or less"
      : "the reply for a chunk has about 220 tokens, but may have a third or three times as many";
  return `This model was not measured in this workspace yet, so the estimate uses usual values: ${replies}.`;
}

function basisOfRun(work: Work, measured: StageMeasurement): string {
  const { calls, settled, batchSize } = measured;
  const transcripts = new Set(work.settled.map(({ transcript }) => transcript));
  const from = transcripts.size === 0 ? "" : ` of ${counted(transcripts.size, "transcript")}`;
  const sizes = sizesOf(Math.round(work.chunksPerCall), batchSize);
  const found = [counted(calls, "call"), `${counted(settled, "chunk")}${from}`, ...sizes].join(", ");
  return `Measured on ${runsOf(measured)} (${found}).${unseenOf(work, transcripts)}`;
}

function runsOf({ runId, runs }: StageMeasurement): string {
  return runs === 1 ? `run ${runId}` : `${runs} runs, most recently ${runId}`;
}

function sizesOf(planned: number, measured: number): readonly string[] {
  const differ = Math.max(planned, measured) >= 2 * Math.min(planned, measured);
  return differ ? [`at most ${measured} chunks a call; this run has ${planned}`] : [];
}

/** The range includes this uncertainty, but the user may know these transcripts better. */
function unseenOf({ pending }: Work, seen: ReadonlySet<string>): string {
  const unseen = pending.filter(({ transcript }) => !seen.has(transcript)).length;
  if (seen.size === 0 || unseen === 0) return "";
  return ` No chunk was measured in ${unseen} of the ${counted(pending.length, "remaining transcript")}.`;
}
