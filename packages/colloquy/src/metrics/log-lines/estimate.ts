import type { LaneEstimate, Range } from "../../estimation/index.ts";
import { amount, count, dollars, seconds } from "./words.ts";

/** What a lane is expected to take: likely, and in brackets between which it lies in 9 of 10 cases. */
export function describeEstimate(estimate: LaneEstimate): string {
  const { lane, profile, chunks, calls, inputTokens, outputTokens, costUsd, basis } = estimate;
  const time = estimate.seconds;
  const parts = [
    `${within(calls, amount)} calls`,
    `${within(inputTokens, amount)} tokens to read`,
    `${within(outputTokens, amount)} to write`,
    costUsd === null ? "cost unknown" : within(costUsd, dollars),
    time === null ? "time unknown" : within(time, (each) => seconds(each * 1000)),
  ];
  return `${lane} by ${profile}: ${count(chunks, "passage")}, expected ${parts.join(", ")}. ${basis}`;
}

function within({ least, likely, most }: Range, format: (number: number) => string): string {
  return least === most ? format(likely) : `${format(likely)} (${format(least)} to ${format(most)})`;
}
