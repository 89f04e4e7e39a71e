/** A provider's error message, read from any of its forms. */
export interface Complaint {
  /** The HTTP status; null if the error came inside a reply. */
  readonly status: number | null;
  readonly message: string;
  /** Codes and types, joined: `rate_limit_exceeded requests`. */
  readonly code: string;
  /** The parameter of the request that it is about; empty if it names none. */
  readonly parameter: string;
  /** How long to wait, if the body has a field for it (Google's RetryInfo): `34.07s`. */
  readonly retryDelay: string;
  /** How many tokens the context has, if the body has a field for it (llama.cpp). */
  readonly contextTokens?: number | null;
  /** The form of the body: an API's, a web page, or plain text, which may be empty. */
  readonly form: "api" | "web-page" | "text";
}

/**
 * Reads the body of an error: OpenAI's `{"error": {"message", "type", "code", "param"}}`, Anthropic's and Google's
 * alike, FastAPI's `{"detail"}` (vLLM), Mistral's `{"message", "type"}`, Ollama's `{"error": "..."}`, or plain text.
 */
export function readComplaint(status: number | null, body: unknown): Complaint {
  const value = typeof body === "string" ? parseJson(body) : body;
  const outer = firstOf(value);
  if (outer === null) return plain(status, typeof body === "string" ? body : "");
  const inner = asObject(outer["error"]) ?? asObject(outer["detail"]) ?? outer;
  const message =
    asText(inner["message"]) ||
    asText(outer["error"]) ||
    asText(outer["message"]) ||
    asText(outer["detail"]) ||
    readDetails(outer["detail"] ?? asObject(outer["message"])?.["detail"]);
  // OpenRouter wraps the message of the model's own provider.
  const wrapped = asText(asObject(inner["metadata"])?.["raw"]);
  const codes = [inner["code"], inner["type"], inner["status"], inner["reason"]].map(asText);
  const details = [inner["details"]].flat().map(asObject);
  return {
    status: status ?? asStatus(inner["code"]) ?? asStatus(inner["status"]),
    message: wrapped === "" ? message : `${message}: ${wrapped}`,
    code: [...codes, ...details.flatMap(readReasons)].filter(Boolean).join(" "),
    parameter: asText(inner["param"]),
    retryDelay: details.map((one) => asText(one?.["retryDelay"])).find(Boolean) ?? "",
    contextTokens: typeof inner["n_ctx"] === "number" ? inner["n_ctx"] : null,
    form: "api",
  };
}

function plain(status: number | null, text: string): Complaint {
  const isPage = /^\s*<(?:!doctype|html|head|\?xml)/i.test(text);
  const form = isPage ? "web-page" : "text";
  return { status, message: isPage ? "" : text, code: "", parameter: "", retryDelay: "", form };
}

/** FastAPI lists the errors of a request. */
function readDetails(value: unknown): string {
  if (!Array.isArray(value)) return "";
  return value
    .map((one) => [asText(asObject(one)?.["msg"]), [asObject(one)?.["loc"]].flat().map(asText).join(".")].join(" "))
    .join("; ");
}

/** Google: `API_KEY_INVALID`, `GenerateRequestsPerDayPerProjectPerModel-FreeTier`. */
function readReasons(detail: Readonly<Record<string, unknown>> | null): readonly string[] {
  const violations = [detail?.["violations"]].flat().map(asObject);
  return [asText(detail?.["reason"]), ...violations.map((one) => asText(one?.["quotaId"]))];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Google's streaming endpoint wraps its error in a list. */
function firstOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return asObject(Array.isArray(value) ? value[0] : value);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function asStatus(value: unknown): number | null {
  const number = Number(asText(value));
  return Number.isInteger(number) && number >= 400 && number <= 599 ? number : null;
}
