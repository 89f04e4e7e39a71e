import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { parseRetryAfter } from "@colloquy/rate-limit";

/** Data of a reply that the client does not return. */
interface Answer {
  retryAfter: string | null;
}

const attempts = new AsyncLocalStorage<Answer>();
const answers = new WeakMap<object, Answer>();
let isListening = false;

/**
 * Runs `work`, which sends a request with undici, and throws the result of `toFailure` for an error and its
 * `Retry-After` header. The client keeps only the first character of that header and its `fetch` cannot be replaced;
 * undici publishes every request on diagnostics channels.
 */
export async function hearingRetryAfter<Result>(
  work: () => Promise<Result>,
  toFailure: (error: unknown, retryAfterMs: number | null) => unknown,
): Promise<Result> {
  listen();
  const answer: Answer = { retryAfter: null };
  try {
    return await attempts.run(answer, work);
  } catch (error) {
    throw toFailure(error, answer.retryAfter === null ? null : parseRetryAfter({ "retry-after": answer.retryAfter }));
  }
}

/** Once per process, like the channels. A request is created in the caller's context and answered in another one. */
function listen(): void {
  if (isListening) return;
  isListening = true;
  subscribe("undici:request:create", (message) => {
    const answer = attempts.getStore();
    const request = field(message, "request");
    if (answer !== undefined && typeof request === "object" && request !== null) answers.set(request, answer);
  });
  subscribe("undici:request:headers", (message) => {
    const request = field(message, "request");
    const answer = typeof request === "object" && request !== null ? answers.get(request) : undefined;
    if (answer !== undefined) answer.retryAfter = headerOf(field(field(message, "response"), "headers"));
  });
}

/** Names and values alternate. */
function headerOf(headers: unknown): string | null {
  if (!Array.isArray(headers)) return null;
  const texts = headers.map(String);
  const at = texts.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === "retry-after");
  return at < 0 ? null : (texts[at + 1] ?? null);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
