import { QdrantClientResourceExhaustedError, QdrantClientTimeoutError } from "@qdrant/js-client-rest";
import { describeSystemError, printable } from "../../model/index.ts";

const LONGEST_ANSWER = 300;

/** Why a request failed, as the part of a sentence after Qdrant's address. */
export interface Failure {
  /** Null without a reply. */
  readonly status: number | null;
  readonly what: string;
  /** What the user can do. */
  readonly wayOut: string;
  readonly mayPass: boolean;
  /** How long the server asks clients to wait, in milliseconds. */
  readonly retryAfterMs: number;
}

const START_IT = "Start it, or unset QDRANT_URL to use the embedded store.";
const MEND_ADDRESS = "Correct QDRANT_URL, or unset it to use the embedded store.";
const TLS_CODES = /^(ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

export const permanent = (status: number | null, what: string, wayOut: string): Failure => ({
  status,
  what,
  wayOut,
  mayPass: false,
  retryAfterMs: 0,
});

export const NOT_QDRANT = permanent(null, "did not answer as Qdrant does", MEND_ADDRESS);

/** A gRPC port, or a port that expects TLS. */
const NOT_HTTP = permanent(
  null,
  "does not answer in HTTP",
  "If that port expects TLS, use https:// in QDRANT_URL; Qdrant's REST port is 6333, and 6334 is its gRPC port.",
);

export interface FailureContext {
  /** Distinguishes a refused key from a missing key. */
  readonly hasKey: boolean;
  /** Value of the reply's header; null without one. */
  readonly retryAfterMs: number | null;
}

/** Interprets an error of the client; null for a programming error. */
export function readFailure(error: unknown, { hasKey, retryAfterMs }: FailureContext): Failure | null {
  // The client keeps only the first digit of the header, and does not parse dates.
  if (error instanceof QdrantClientResourceExhaustedError) {
    return replied(429, "", retryAfterMs ?? error.retry_after * 1_000);
  }
  if (error instanceof Error && error.message.startsWith("Invalid retryAfter value")) {
    return replied(429, "", retryAfterMs ?? 0);
  }
  if (error instanceof QdrantClientTimeoutError) {
    return noReply("did not answer in time", "Check whether it is overloaded or hangs, and run the command again.");
  }
  const status = field(error, "status");
  if (typeof status === "number") return refused(status, answerText(error), { hasKey, retryAfterMs });
  const cause = field(error, "cause");
  if (error instanceof TypeError) return cause === undefined ? null : networkFailure(cause);
  return NOT_QDRANT;
}

function refused(status: number, text: string, { hasKey, retryAfterMs }: FailureContext): Failure {
  if (status !== 401 && status !== 403) return replied(status, text, retryAfterMs ?? secondsIn(text) * 1_000);
  const what = `${hasKey ? "refused the key in QDRANT_API_KEY" : "requires a key"} (${status})`;
  if (status === 401) {
    return permanent(status, what, `${hasKey ? "Correct" : "Set"} QDRANT_API_KEY, or unset QDRANT_URL.`);
  }
  return permanent(
    status,
    `does not permit this ${hasKey ? "with the key in QDRANT_API_KEY" : "without a key"} (403${said(text)})`,
    "Use a key that may write and create collections.",
  );
}

function replied(status: number, text: string, retryAfterMs: number): Failure {
  const mayPass = status === 429 || status === 408 || (status >= 500 && status !== 501);
  const what = status === 429 ? `limits requests at present (429${said(text)})` : `answered ${status}${said(text)}`;
  const wayOut = mayPass
    ? "Check its log, and run the command again."
    : "Check that its version and settings permit this.";
  return { status, what, wayOut, mayPass, retryAfterMs };
}

function networkFailure(cause: unknown): Failure {
  const code = field(cause, "code");
  const name = typeof code === "string" ? code : "";
  if (name === "ECONNREFUSED") return noReply("refused the connection", START_IT);
  if (name === "ENOTFOUND" || name === "EAI_AGAIN") return noReply("is on a host that is not found", MEND_ADDRESS);
  if (/TIMEOUT|ETIMEDOUT/.test(name)) return noReply("did not accept the connection in time", START_IT);
  if (name.startsWith("HPE_") || field(cause, "name") === "HTTPParserError") return NOT_HTTP;
  if (TLS_CODES.test(name)) {
    return permanent(
      null,
      `has no trusted TLS connection (${name})`,
      "Correct the scheme of QDRANT_URL, or add the certificate's issuer with NODE_EXTRA_CA_CERTS.",
    );
  }
  return noReply(
    `closed the connection (${withoutFullStop(printable(describeSystemError(cause)))})`,
    "Check its log, and run the command again; a port that expects TLS needs an https:// address.",
  );
}

const noReply = (what: string, wayOut: string): Failure => ({
  status: null,
  what,
  wayOut,
  mayPass: true,
  retryAfterMs: 0,
});

/** Qdrant's error text: `{ "status": { "error": text } }`, or plain text. */
function answerText(error: unknown): string {
  const data = field(error, "data");
  const text = typeof data === "string" ? data : field(field(data, "status"), "error");
  return typeof text === "string" ? shorten(text) : "";
}

const said = (text: string): string => (text === "" ? "" : `: ${text}`);
const shorten = (text: string): string => withoutFullStop(printable(text).trim().slice(0, LONGEST_ANSWER));
/** The sentence continues after it. */
const withoutFullStop = (text: string): string => text.replace(/[.\s]+$/, "");

function secondsIn(text: string): number {
  return Number(/retry\D{0,20}(\d+)\s*s/i.exec(text)?.[1] ?? 0);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
