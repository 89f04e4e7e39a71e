import { parseRetryAfter } from "@colloquy/rate-limit";
import type { TraceDestination } from "./settings/index.ts";
import { showAddress } from "./settings/index.ts";

/** Why spans were not received. */
export interface SendFailure {
  /** The part of a sentence after a colon. */
  readonly cause: string;
  /** What the user should check. */
  readonly check: "address" | "key" | "receiver";
  /**
   * `passing`: retry at once. `lasting`: retry later. `final`: a retry is useless. `partial`: some spans were refused, and
   * later spans are still sent.
   */
  readonly outlook: "passing" | "lasting" | "final" | "partial";
  /** How long the receiver asks to wait; null if it does not ask. */
  readonly retryAfterMs: number | null;
}

/** The sentence for the user, shown once. */
export function failureSentence(failure: SendFailure, destination: TraceDestination): string {
  const { addressVariable, keyVariable } = destination;
  const remedy = {
    address: `check ${addressVariable}`,
    key: `check ${keyVariable}`,
    receiver: `check the receiver there, or ${addressVariable}`,
  }[failure.check];
  return `Traces could not be sent to ${showAddress(destination.url)}: ${failure.cause}. The run goes on without them; ${remedy}.`;
}

export function noAnswer(waitedMs: number): SendFailure {
  const milliseconds = Math.round(waitedMs);
  const waited = milliseconds < 1000 ? `${milliseconds} ms` : `${Math.round(milliseconds / 1000)} s`;
  return lasting(`it did not answer within ${waited}`, "receiver");
}

/** A response with an error status. */
export function refusal(status: number, retryAfter: string | null): SendFailure {
  if (status === 401 || status === 403) {
    return { ...lasting(`it refused the key (HTTP ${status})`, "key"), outlook: "final" };
  }
  const cause = `it answered with HTTP ${status}`;
  if ([429, 502, 503, 504].includes(status)) {
    const retryAfterMs = parseRetryAfter({ "retry-after": retryAfter ?? undefined });
    return { ...lasting(cause, "receiver"), outlook: "passing", retryAfterMs };
  }
  return lasting(cause, status >= 500 || status === 413 ? "receiver" : "address");
}

/** An error of the connection. */
export function connectionFailure(error: unknown): SendFailure {
  const [code, name] = identify(error);
  switch (code) {
    case "ECONNREFUSED":
      return lasting("the connection was refused");
    case "ENOTFOUND":
      return lasting("the host name is unknown");
    case "EAI_AGAIN":
      return lasting("the host name could not be looked up");
    case "UND_ERR_CONNECT_TIMEOUT":
      return lasting("no connection could be made in time");
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return { ...lasting("the connection was lost", "receiver"), outlook: "passing" };
  }
  if (name === "HTTPParserError") return nonsense("the server there does not use HTTP");
  if (/^(EPROTO|ERR_(SSL|TLS)_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) {
    return lasting(`no secure connection could be made (${code})`);
  }
  return lasting(`the connection failed (${code || name})`);
}

/** A successful status with a body that is not an OTLP receiver's. */
export function nonsense(cause: string): SendFailure {
  return lasting(cause, "address");
}

/** A response that refuses some of the spans. */
export function partRefused(spans: number, reason: string): SendFailure {
  return { ...lasting(`it refused ${spans} spans${reason}`, "receiver"), outlook: "partial" };
}

function lasting(cause: string, check: SendFailure["check"] = "address"): SendFailure {
  return { cause, check, outlook: "lasting", retryAfterMs: null };
}

/** Undici wraps the system's error, and tries several addresses of one name. */
function identify(error: unknown): readonly [code: string, name: string] {
  if (!(error instanceof Error)) return ["", "unknown"];
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  if (own !== "" || error.name === "HTTPParserError") return [error.name === "HTTPParserError" ? "" : own, error.name];
  return error.cause === undefined ? ["", error.name] : identify(error.cause);
}
