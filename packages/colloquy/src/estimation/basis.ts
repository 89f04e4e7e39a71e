import { counted } from "../text/index.ts";
import type { StageMeasurement } from "./estimate.ts";
import type { Work } from "./work.ts";

/** Where the numbers of an estimate come from, in a sentence. */
export function basisOf(work: Work, measured: StageMeasurement | null): string {
  if (measured !== null) return basisOfRun(work, measured);
  const replies =
    work.usualCost.maxOutputTokens === 0
      ? "tokens are reckoned by characters, and providers count a quarter more or less"
      : "a chunk is answered with about 220 tokens, but it may be a third or three times as many";
  return `Nothing has been measured of this model in this workspace, so it is judged by what is usual: ${replies}.`;
}

function basisOfRun(work: Work, measured: StageMeasurement): string {
  const { calls, settled, batchSize } = measured;
  const transcripts = new Set(work.settled.map(({ transcript }) => transcript));
  const places = transcripts.size === 0 ? "" : ` of ${counted(transcripts.size, "transcript")}`;
  const sizes = sizesOf(Math.round(work.chunksPerCall), batchSize);
  const found = [counted(calls, "call"), `${counted(settled, "chunk")}${places}`, ...sizes].join(", ");
  return `Measured on ${runsOf(measured)} (${found}).${unseenOf(work, transcripts)}`;
}

function runsOf({ runId, runs }: StageMeasurement): string {
  return runs === 1 ? `run ${runId}` : `${runs} runs, the last of them ${runId}`;
}

function sizesOf(planned: number, measured: number): readonly string[] {
  const differ = Math.max(planned, measured) >= 2 * Math.min(planned, measured);
  return differ ? [`at most ${measured} a call, where these have ${planned}`] : [];
}

/** The range reckons with it; the reader may know more of them. */
function unseenOf({ pending }: Work, seen: ReadonlySet<string>): string {
  const unseen = pending.filter(({ transcript }) => !seen.has(transcript)).length;
  if (seen.size === 0 || unseen === 0) return "";
  return ` Of ${unseen} of the ${counted(pending.length, "transcript")} that are left nothing was measured.`;
}
