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

/** The address of the client; empty if it is not known. */
export function addressOf(c: Context<Environment>): string {
  return c.env.incoming?.socket.remoteAddress ?? "";
}
