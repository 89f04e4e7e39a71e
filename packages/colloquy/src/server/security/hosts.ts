import type { MiddlewareHandler } from "hono";
import { hostNames } from "../../serving/index.ts";
import { Refusal } from "../problem.ts";
import type { Served } from "../served.ts";

/**
 * Admits requests that call the server by a name of its host, or by its public address. A page of another site that makes its
 * own name lead to this machine (DNS rebinding) sends its name. A request of a page must come from a page of this server.
 */
export function sameHost({ host, publicUrl }: Pick<Served, "host" | "publicUrl">): MiddlewareHandler {
  const names = new Set([...hostNames(host), ...(publicUrl === null ? [] : [publicUrl.hostname])]);
  return async (c, next) => {
    const called = c.req.header("host") ?? "";
    const name = URL.parse(`http://${called}`)?.hostname;
    if (name === undefined || !names.has(name))
      throw new Refusal(403, "forbidden", "This server is not called by this name: open the address that it printed.");
    const origin = c.req.header("origin");
    // A proxy may call the server by another name than its own.
    if (origin !== publicUrl?.origin && isForeign(origin, called))
      throw new Refusal(403, "forbidden", "Pages of other sites may not use this server.");
    await next();
  };
}

/** Whether an origin is not that of the called host. Behind a proxy, the scheme may be another one. */
function isForeign(origin: string | undefined, called: string): boolean {
  if (origin === undefined) return false;
  const url = URL.parse(origin);
  return (
    url === null || (url.host !== called.toLowerCase() && url.host !== URL.parse(`${url.protocol}//${called}`)?.host)
  );
}
