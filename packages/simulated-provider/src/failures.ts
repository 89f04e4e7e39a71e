import type { Verdict } from "./admission.ts";
import type { Endpoint } from "./calls.ts";
import { goDuration } from "./headers.ts";

/** An answer that is an error, in OpenAI's words. */
export interface Failure {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly message: string;
  readonly retryAfterMs: number | null;
  /** What a refused call would have cost. */
  readonly requested: {
    readonly resource: "requests" | "tokens";
    readonly amount: number;
    readonly limit: number;
  } | null;
}

const failure = (status: number, type: string, message: string, rest: Partial<Failure> = {}): Failure => ({
  status,
  type,
  message,
  code: null,
  param: null,
  retryAfterMs: null,
  requested: null,
  ...rest,
});

const ABBREVIATIONS = { requests: "requests per min (RPM)", tokens: "tokens per min (TPM)" } as const;

/** A 429 of admission. */
export function limitFailure(verdict: Exclude<Verdict, { outcome: "admitted" }>, model: string): Failure {
  const limit = Math.floor(verdict.limit);
  if (verdict.outcome === "too-large") {
    const message = `Request too large for ${model} in organization org-simulated on ${ABBREVIATIONS.tokens}: Limit ${limit}, Requested ${verdict.requested}. The input or output tokens must be reduced in order to run successfully. Visit https://platform.openai.com/account/rate-limits to learn more.`;
    const requested = { resource: "tokens", amount: verdict.requested, limit } as const;
    return failure(429, "tokens", message, { code: "rate_limit_exceeded", requested });
  }
  const { resource, used, requested, retryAfterMs } = verdict;
  const message = `Rate limit reached for ${model} in organization org-simulated on ${ABBREVIATIONS[resource]}: Limit ${limit}, Used ${Math.round(used)}, Requested ${requested}. Please try again in ${goDuration(Math.ceil(retryAfterMs))}. Visit https://platform.openai.com/account/rate-limits to learn more.`;
  return failure(429, resource, message, {
    code: "rate_limit_exceeded",
    retryAfterMs,
    requested: { resource, amount: requested, limit },
  });
}

/** A 429 of a storm, which the limits do not explain. */
export function stormFailure(model: string): Failure {
  const message = `Rate limit reached for ${model} in organization org-simulated. Please try again in 1s.`;
  return failure(429, "requests", message, { code: "rate_limit_exceeded", retryAfterMs: 1000 });
}

export const SLOW_DOWN = failure(
  503,
  "server_error",
  "Slow down: a sudden increase in your request rate is impacting service reliability. Please reduce your request rate to its original level.",
  { code: "slow_down" },
);

export const QUOTA = failure(
  429,
  "insufficient_quota",
  "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
  { code: "insufficient_quota" },
);

export const SERVER_ERROR = failure(
  500,
  "server_error",
  "The server had an error while processing your request. Sorry about that!",
);

export const OVERLOADED = failure(503, "server_error", "The engine is currently overloaded, please try again later", {
  code: "overloaded",
});

export const WRONG_KEY = failure(
  401,
  "invalid_request_error",
  "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.",
  { code: "invalid_api_key" },
);

export const UNKNOWN_URL = failure(404, "invalid_request_error", "Invalid URL", { code: "unknown_url" });

export function unknownModel(model: string): Failure {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  return failure(404, "invalid_request_error", message, { code: "model_not_found" });
}

export function invalidRequest(message: string, param: string | null = null, code: string | null = null): Failure {
  return failure(400, "invalid_request_error", message, { param, code });
}

export function contextExceeded(contextTokens: number, input: number, output: number, endpoint: Endpoint): Failure {
  const shown = `${input + output} tokens (${input} in the ${endpoint === "chat" ? "messages" : "input"}, ${output} in the completion)`;
  const message = `This model's maximum context length is ${contextTokens} tokens. However, you requested ${shown}. Please reduce the length of the messages or completion.`;
  return invalidRequest(message, "messages", "context_length_exceeded");
}

/** The body of the reply. */
export function failureBody({ message, type, param, code }: Failure): unknown {
  return { error: { message, type, param, code } };
}
