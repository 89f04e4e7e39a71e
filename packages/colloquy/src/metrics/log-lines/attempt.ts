import type { AttemptCompleted } from "../../calls/index.ts";
import { amount, count, dollars, seconds } from "./words.ts";

/** An attempt that failed or was turned away; null for one that was answered, which the line of its batch tells. */
export function describeAttempt(attempt: AttemptCompleted): string | null {
  const { failure, ms, unknownSpend } = attempt;
  if (failure === null) return null;
  return `${whichAttempt(attempt)} ${describeFailure(failure)} after ${seconds(ms)}${describeSpend(unknownSpend)}`;
}

function describeFailure(failure: NonNullable<AttemptCompleted["failure"]>): string {
  if (failure === "rate-limited") return "was turned away by the limits of the provider";
  return failure === "abandoned" ? "was cut off by the end of the run" : `failed (${failure})`;
}

/** `extraction attempt 2 of batch 13, 10 passages,`. */
function whichAttempt({ lane, operation, attempt, batch, chunks }: AttemptCompleted): string {
  if (batch !== null) return `${lane} attempt ${attempt} of batch ${batch}, ${count(chunks, "passage")},`;
  return operation === "ping" ? `${lane} attempt ${attempt} to make sure of the model` : `${lane} attempt ${attempt}`;
}

function describeSpend(spend: AttemptCompleted["unknownSpend"]): string {
  if (spend === null) return "";
  const { inputTokens, outputTokens, upToUsd } = spend;
  const most = upToUsd === null ? "" : `, ${dollars(upToUsd)}`;
  return `; what it used is unknown: at most ${amount(inputTokens)} tokens read and ${amount(outputTokens)} written${most}`;
}
