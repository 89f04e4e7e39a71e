import { CallError, type CallErrorKind, type LimitReading } from "../../ports/index.ts";
import type { Failure } from "@colloquy/simulated-provider";

const KINDS: Readonly<Record<string, CallErrorKind>> = {
  insufficient_quota: "quota-exhausted",
  slow_down: "overloaded",
  overloaded: "overloaded",
  context_length_exceeded: "too-large",
};
const KINDS_BY_STATUS: Readonly<Record<number, CallErrorKind>> = {
  400: "invalid",
  401: "unauthorised",
  404: "not-found",
  429: "rate-limited",
};

/** The CallError of a failure, as a client reads it. */
export function callErrorOf(failure: Failure, limits: readonly LimitReading[]): CallError {
  const { message, retryAfterMs, requested } = failure;
  const details = { limits, requested, retryAfterMs: retryAfterMs === null ? null : Math.ceil(retryAfterMs) };
  return new CallError(errorKindOf(failure), message, details);
}

export function connectionLost(): CallError {
  return new CallError("network", "The simulated provider lost the connection.");
}

function errorKindOf({ status, code, retryAfterMs, requested }: Failure): CallErrorKind {
  // A call that is larger than its limit is refused without a waiting time.
  if (requested !== null && retryAfterMs === null) return "too-large";
  return KINDS[code ?? ""] ?? KINDS_BY_STATUS[status] ?? "server";
}
