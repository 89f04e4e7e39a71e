import type { LaneMeasurement } from "./estimate.ts";
import type { Work } from "./work.ts";

/** Where the numbers of an estimate come from, in a sentence. */
export function basisOf(work: Work, measured: LaneMeasurement | null): string {
  if (measured !== null) return basisOfRun(work, measured);
  const replies =
    work.usualCost.maxOutputTokens === 0
      ? "tokens are reckoned by characters, and providers count a quarter more or less"
      : "a passage is answered with about 220 tokens, but it may be a third or three times as many";
  return `Nothing has been measured of this model in this workspace, so it is judged by what is usual: ${replies}.`;
}

/** Below that, passages come from a few transcripts, which may be of one kind. */
const FEW = 200;

function basisOfRun({ passagesACall }: Work, { run, calls, settled, batchSize }: LaneMeasurement): string {
  const counted = [calls === 1 ? "1 call" : `${calls} calls`, settled === 1 ? "1 passage" : `${settled} passages`];
  const planned = Math.round(passagesACall);
  const others = Math.max(planned, batchSize) >= 2 * Math.min(planned, batchSize);
  const sizes = others ? [`at most ${batchSize} a call, where these have ${planned}`] : [];
  const doubt = settled < FEW ? " Transcripts of another kind may differ more." : "";
  return `Measured on run ${run} (${[...counted, ...sizes].join(", ")}).${doubt}`;
}
