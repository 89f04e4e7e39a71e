import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** What handlers of the application know of a request. */
export interface Environment {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** Distinguishes clients: a session, or the token. */
    client: string;
  };
}

/** Is aborted when the client goes away, with an error that says so. */
export function clientSignal(c: Context<Environment>): AbortSignal {
  const { signal } = c.req.raw;
  const gone = new AbortController();
  if (signal.aborted) gone.abort();
  // The adapter gives a text as the reason, which nobody takes for an abort.
  else signal.addEventListener("abort", () => gone.abort(), { once: true });
  return gone.signal;
}

/** The address of the client; empty if it is not known. */
export function addressOf(c: Context<Environment>): string {
  return c.env.incoming?.socket.remoteAddress ?? "";
}
