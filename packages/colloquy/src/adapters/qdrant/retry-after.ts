import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { parseRetryAfter } from "@colloquy/rate-limit";

/** What an attempt was answered that its client does not hand over. */
interface Answer {
  retryAfter: string | null;
}

const attempts = new AsyncLocalStorage<Answer>();
const answers = new WeakMap<object, Answer>();
let isListening = false;

/**
 * Does `work`, which sends a request by way of undici, and throws what `toFailure` makes of an error and of the
 * `Retry-After` that came with it. The client keeps only the first character of that header, and lets nobody choose its
 * `fetch`; undici tells of every request on channels for diagnosis.
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

/** Once in a process, as the channels are. A request is made where it is asked for, and answered elsewhere. */
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

/** Of names and values by turns, as they came. */
function headerOf(headers: unknown): string | null {
  if (!Array.isArray(headers)) return null;
  const texts = headers.map(String);
  const at = texts.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === "retry-after");
  return at < 0 ? null : (texts[at + 1] ?? null);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
