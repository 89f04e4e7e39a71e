import { CallError } from "../../ports/index.ts";
import type { Endpoint } from "./endpoint.ts";

/** Whoever gives up a call does not know whom it was sent to: names the endpoint. Any other error stays as it is. */
export function nameSilent({ name }: Endpoint, error: unknown, signal: AbortSignal): unknown {
  if (!CallError.isInstance(error) || error !== signal.reason) return error;
  const { kind, message } = error;
  if (kind !== "timeout" && kind !== "unanswered") return error;
  return new CallError(kind, `${name} does not answer. ${message}`, { cause: error });
}
