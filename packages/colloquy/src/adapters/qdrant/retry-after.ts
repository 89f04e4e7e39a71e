import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { parseRetryAfter } from "@colloquy/rate-limit";

/** Data of a reply that the client does not return. */
interface ReplyHead {
  retryAfter: string | null;
}

const attempts = new AsyncLocalStorage<ReplyHead>();
const heads = new WeakMap<object, ReplyHead>();
let isSubscribed = false;

/**
 * Runs `work`, which sends a request with undici, and throws the result of `toFailure` for an error and its
 * `Retry-After` header. The client keeps only the first character of that header and its `fetch` cannot be replaced;
 * undici publishes every request on diagnostics channels.
 */
export async function withRetryAfter<Result>(
  work: () => Promise<Result>,
  toFailure: (error: unknown, retryAfterMs: number | null) => unknown,
): Promise<Result> {
  subscribeOnce();
  const head: ReplyHead = { retryAfter: null };
  try {
    return await attempts.run(head, work);
  } catch (error) {
    throw toFailure(error, head.retryAfter === null ? null : parseRetryAfter({ "retry-after": head.retryAfter }));
  }
}

/** Once per process, like the channels. A request is created in the caller's context and its reply arrives in another one. */
function subscribeOnce(): void {
  if (isSubscribed) return;
  isSubscribed = true;
  subscribe("undici:request:create", (message) => {
    const head = attempts.getStore();
    const request = field(message, "request");
    if (head !== undefined && typeof request === "object" && request !== null) heads.set(request, head);
  });
  subscribe("undici:request:headers", (message) => {
    const request = field(message, "request");
    const head = typeof request === "object" && request !== null ? heads.get(request) : undefined;
    if (head !== undefined) head.retryAfter = headerOf(field(field(message, "response"), "headers"));
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
