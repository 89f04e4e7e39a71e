import { parseWait } from "@colloquy/rate-limit";
import { isOutOfFiles, outOfFiles } from "../../../model/index.ts";
import { CallError, type CallErrorKind } from "../../../ports/index.ts";
import { isAboutAccount, isAboutModel, kindOfComplaint, readRequested } from "./complaint-kind.ts";
import { type Complaint, readComplaint } from "./complaint.ts";
import type { Endpoint } from "../endpoint.ts";
import { clockOf, type HeaderMap, readLimits, readRetryAfter } from "../limits/limit-headers.ts";
import { causesOf, networkFailure } from "./network-failure.ts";

/** The SDK's errors about a reply, recognised by their members, so its classes are not loaded. */
interface ReplyError {
  readonly statusCode?: number;
  readonly responseHeaders?: HeaderMap;
  readonly responseBody?: string;
  /** The value that could not be parsed. */
  readonly value?: unknown;
}

/** Why an attempt failed. */
export interface CallFailure {
  /** A CallError; a ColloquyError or the original error if it is not a failure of the call. */
  readonly error: unknown;
  /** The provider's complaint; null if it sent none. */
  readonly complaint: Complaint | null;
}

/**
 * Reads an error of the AI SDK, of undici or of our own. `proven`: whether the endpoint has ever sent a valid reply. If not, a
 * response of another kind means a wrong address.
 */
export function callFailure(error: unknown, endpoint: Endpoint, proven: boolean): CallFailure {
  const exhausted = causesOf(error).find(isOutOfFiles);
  if (exhausted !== undefined) return { error: outOfFiles(exhausted), complaint: null };
  const known = causesOf(error).find(CallError.isInstance) ?? networkFailure(error, endpoint, proven);
  if (known !== null) return { error: known, complaint: null };
  const complaint = findComplaint(error);
  if (complaint !== null) {
    const headers = (error as ReplyError).responseHeaders ?? {};
    return { error: describeComplaint(complaint, headers, endpoint, proven), complaint };
  }
  return { error: describeBadReply(error, endpoint, proven) ?? error, complaint: null };
}

/** Finds the complaint in a thrown error (a response with its status) or in an event of a stream, parsed or not. */
function findComplaint(error: unknown): Complaint | null {
  if (!(error instanceof Error)) return readComplaint(null, error);
  const { statusCode, responseBody } = error as Error & ReplyError;
  if (statusCode !== undefined && (statusCode < 200 || statusCode > 299)) {
    return readComplaint(statusCode, responseBody ?? "");
  }
  const value = causesOf(error).find(isParseError)?.value;
  const complains = typeof value === "object" && value !== null && ("error" in value || "detail" in value);
  return complains ? readComplaint(null, value) : null;
}

/** The CallError of a provider's complaint. */
function describeComplaint(complaint: Complaint, headers: HeaderMap, endpoint: Endpoint, proven: boolean): CallError {
  const now = clockOf(headers);
  const kind = kindOfComplaint(complaint, proven);
  if (kind === "not-found" && complaint.form === "web-page") {
    return notAnApi(endpoint, proven, `a web page (HTTP ${complaint.status})`);
  }
  const requested = readRequested(complaint.message);
  return new CallError(kind, sentence(kind, complaint, endpoint), {
    retryAfterMs: readRetryAfter(headers, complaint.message, now) ?? parseWait(complaint.retryDelay, now),
    limits: readLimits(headers, now),
    requested,
    ...(isUnprocessed(complaint) ? { unspent: true } : {}),
  });
}

/** Whether the request was refused unprocessed. A reply that began, or that timed out, may have been charged. */
function isUnprocessed({ status }: Complaint): boolean {
  return status !== null && status >= 400 && status < 500 && !BROKEN_OFF.has(status);
}

/** Request timeout, and the proxies' status for a client that closed the connection. */
const BROKEN_OFF: ReadonlySet<number> = new Set([408, 499]);

/** The error for a response that is not of the expected API. If the endpoint is proven, a proxy sent it. */
export function notAnApi(endpoint: Endpoint, proven: boolean, what: string): CallError {
  const { name, provider, baseUrl } = endpoint;
  if (proven) return new CallError("server", `${name} answered with ${what} instead of a reply.`);
  const api = provider === "openai" ? "an OpenAI-compatible API" : `the API of ${provider}`;
  const advice =
    baseUrl === null
      ? "another server answers instead, such as a proxy or a login page."
      : `it is not ${api}; check the base URL, which usually ends in /v1.`;
  return new CallError("not-found", `${name} answered with ${what}: ${advice}`);
}

function sentence(kind: CallErrorKind, complaint: Complaint, endpoint: Endpoint): string {
  const { name, model } = endpoint;
  const status = complaint.status === null ? "" : ` (HTTP ${complaint.status})`;
  const said = endpoint.quote(complaint.message) || "it gives no reason.";
  switch (kind) {
    case "unauthorised":
      return complaint.status === 403 || isAboutAccount(complaint)
        ? `${name} refuses access${status}: ${said}`
        : `${name} refuses the key${status}: ${adviseKey(endpoint)}.`;
    case "not-found":
      return isAboutModel(complaint, model)
        ? `${name} does not offer the model ${model}${status}: ${said}`
        : `${name} has no such address${status}: check the base URL, which usually ends in /v1, and the model ${model}.`;
    case "quota-exhausted":
      return `The account at ${name} has no credit left${status}: ${said}`;
    case "too-large":
      return `The request is too large for ${model}${status}: ${said}`;
    case "rate-limited":
      return `${name} asks to wait${status}: ${said}`;
    case "overloaded":
      return `${name} is overloaded${status}: ${said}`;
    case "invalid":
      return `${name} refuses the request${status}: ${said}`;
    default:
      return `${name} failed${status}: ${said}`;
  }
}

/** Advice for a key in a variable, or in a file. */
function adviseKey({ keyVariable, keyFrom }: Endpoint): string {
  return keyFrom === null || /^\w+$/.test(keyFrom)
    ? `set ${keyFrom ?? keyVariable} to a key that is valid there`
    : `put a key that is valid there into ${keyFrom}`;
}

/** The error for a reply that cannot be read; null for errors that are not the SDK's. */
function describeBadReply(error: unknown, endpoint: Endpoint, proven: boolean): CallError | null {
  if (!(error instanceof Error) || !error.name.startsWith("AI_")) return null;
  if (causesOf(error).some(isParseError)) {
    return notAnApi(endpoint, proven, "JSON of another shape or without JSON");
  }
  const said = endpoint.quote(error.message);
  return /^AI_(EmptyResponseBody|InvalidResponseData|APICall)Error$/.test(error.name)
    ? new CallError("network", `${endpoint.name} sent an incomplete reply: ${said}`)
    : new CallError("invalid", `${endpoint.name} rejects the form of the request: ${said}`);
}

function isParseError(error: unknown): error is Error & ReplyError {
  return error instanceof Error && /^AI_(TypeValidation|JSONParse)Error$/.test(error.name);
}
