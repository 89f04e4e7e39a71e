import type { CallErrorKind } from "../../../ports/index.ts";
import type { Complaint } from "./complaint.ts";

const NO_QUOTA =
  /insufficient_quota|billing_(hard_limit|not_active)|credit balance|insufficient (credits|balance|funds)|payment required|exceeded your current quota|(requires?|enable) billing|billing (is |to be )?(enabled|not enabled|disabled|inactive|required)|unpaid (invoice|bill|balance)|payment (is )?(overdue|past due)/i;
const TOO_LARGE =
  /context_length_exceeded|exceed_context_size|request_too_large|max_tokens_per_request|(string|array)_above_max_length|request too large|prompt is too long|maximum context length|exceeds? the (available |maximum )?(context|number of tokens)|input is too (long|large)|too large to process|input token count.*exceed|too many (tokens|inputs)|tokens per request|array too long/i;
const UNKNOWN_MODEL =
  /model_not_found|not_found_error|deploymentnotfound|invalid_model|not a valid model|invalid model\b|model .{0,120}(does not exist|not found|not supported for)|no such model/i;
/** Messages of servers that do not have a path. LM Studio sends one with status 200. */
const NO_SUCH_ADDRESS = /unexpected endpoint|invalid url\b|unknown (url|path|route|endpoint)/i;
const NO_ACCESS =
  /invalid_api_key|api_key_invalid|authentication_error|permission_error|permission_denied|unauthenticated|api key not valid/i;
/** The account, or a part of it, is closed or blocked. */
const ACCOUNT_CLOSED =
  /\b(account|organi[sz]ation|workspace|project|subscription|tenant|user|access)\b[^.!?;]{0,60}\b(suspended|deactivated|disabled|terminated|closed|banned|blocked|revoked|restricted|inactive|not active|on hold|expired|frozen|locked)\b|\b(suspended|deactivated|disabled|terminated|banned) (account|organi[sz]ation|project|user)|(account|organi[sz]ation|user|project)_(\w+_)?(suspended|deactivated|disabled|terminated|blocked|inactive)/i;
/** The content of the request is refused, by a moderation or by a firewall. */
const ABOUT_CONTENT = /moderation|flagged|content|request (was |is |has been )?(blocked|rejected)|firewall|\bwaf\b/i;
const OVERLOADED = /overloaded|slow_down|server_is_overloaded|capacity|unavailable/i;
const RATE_LIMITED = /rate_limit|too_many_requests|resource_exhausted|ratelimit|throttl/i;

/** A limited resource, and how much of it the call asked for, from a provider's message. */
export interface Requested {
  readonly resource: "requests" | "tokens";
  readonly amount: number;
  readonly limit: number;
}

/** "Limit 30000, Requested 34472", "Limit: 500000 / Used: 436092 / Requested: 82181". */
export function readRequested(message: string): Requested | null {
  const limit = /\blimit:? (\d+)/i.exec(message)?.[1];
  const amount = /\brequested:? (\d+)/i.exec(message)?.[1];
  if (limit === undefined || amount === undefined) return null;
  return {
    resource: /\brequests per\b|\(RP[MD]\)/i.test(message) ? "requests" : "tokens",
    amount: Number(amount),
    limit: Number(limit),
  };
}

/** Whether the model was not found, and not the address. */
export function isAboutModel({ message, code }: Complaint, model: string): boolean {
  return /model|deployment/i.test(`${code} ${message}`) || message.includes(model);
}

/** Whether the account was refused, and not the key. */
export function isAboutAccount({ message, code }: Complaint): boolean {
  return ACCOUNT_CLOSED.test(`${code} ${message}`);
}

/**
 * The kind of failure of a complaint. `proven`: the endpoint has replied with this key before. Then a web page with status 403
 * comes from a firewall and is about the content.
 */
export function kindOfComplaint(complaint: Complaint, proven: boolean): CallErrorKind {
  const { status, message, code, form } = complaint;
  const said = `${code} ${message}`;
  const requested = readRequested(message);
  if (TOO_LARGE.test(said) || status === 413 || (requested !== null && requested.amount > requested.limit))
    return "too-large";
  if (meansNoQuota(complaint)) return "quota-exhausted";
  if (status === 401 || NO_ACCESS.test(said)) return "unauthorised";
  if (isRefusal(status) && isAboutAccount(complaint)) return "unauthorised";
  if (status === 404 || status === 405 || status === 410) return "not-found";
  if (isRefusal(status) && (UNKNOWN_MODEL.test(said) || NO_SUCH_ADDRESS.test(message))) return "not-found";
  // An API sends it for a function that it lacks (for example embeddings), a web server for any POST.
  if (status === 501) return form === "api" ? "invalid" : "not-found";
  if (status === 403) {
    const isAboutContent = ABOUT_CONTENT.test(said) || form === "web-page";
    return /moderation|flagged/i.test(said) || (proven && isAboutContent) ? "invalid" : "unauthorised";
  }
  if (status === 503 || status === 529 || status === 498 || OVERLOADED.test(code)) return "overloaded";
  if (status === 429 || RATE_LIMITED.test(code)) return "rate-limited";
  if (status === 408) return "timeout";
  if (status === 409 || status === 425 || status === null || status >= 500) return kindInside(complaint);
  return "invalid";
}

/** Google sends the same sentence for a limit a minute and for an account's limit. Only its details differ. */
function meansNoQuota({ status, message, code }: Complaint): boolean {
  if (status === 402) return true;
  if (/resource_exhausted/i.test(code)) return /per_?day/i.test(code) || /limit: 0\b/.test(message);
  return NO_QUOTA.test(`${code} ${message}`);
}

function isRefusal(status: number | null): boolean {
  return status === null || (status >= 400 && status < 500);
}

/** An error inside a reply has no status. Only its type shows the kind. */
function kindInside({ status, code, message }: Complaint): CallErrorKind {
  if (status === null && /invalid|bad_request|content_filter/i.test(code)) return "invalid";
  return /\boverloaded\b/i.test(message) ? "overloaded" : "server";
}

/** Messages of OpenAI and vLLM; of newer llama.cpp, in addition to its field `n_ctx`; of Anthropic. */
const CONTEXT_STATEMENTS = [
  /maximum context length (?:is|of) (\d+)/i,
  /available context size \((\d+)/i,
  /prompt is too long: \d+ tokens > (\d+) maximum/i,
] as const;

/** How many tokens prompt and reply may have together, from the refusal of a call that was too large; null if it does not state it. */
export function statedWindow({ message, contextTokens = null }: Complaint): number | null {
  const stated =
    contextTokens ?? CONTEXT_STATEMENTS.map((one) => one.exec(message)?.[1]).find((one) => one !== undefined);
  const tokens = Number(stated ?? 0);
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
}
