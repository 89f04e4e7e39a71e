import type { LaneMeasurement } from "./estimate.ts";
import type { Work } from "./work.ts";

/** Where the numbers of an estimate come from, in a sentence. */
export function basisOf(work: Work, measured: LaneMeasurement | null): string {
  if (measured !== null) {
    const calls = `${measured.calls} ${measured.calls === 1 ? "call" : "calls"}`;
    const passages = `${measured.settled} ${measured.settled === 1 ? "passage" : "passages"}`;
    const other =
      measured.batchSize === work.batchSize
        ? ""
        : `, of ${measured.batchSize} passages a call where these have ${work.batchSize}`;
    return `Measured on run ${measured.run} (${calls}, ${passages}${other}).`;
  }
  const replies =
    work.usualCost.maxOutputTokens === 0
      ? "tokens are reckoned by characters, and providers count a quarter more or less"
      : "a passage is answered with about 220 tokens, but it may be a third or three times as many";
  return `Nothing has been measured of this model in this workspace, so it is judged by what is usual: ${replies}.`;
}
