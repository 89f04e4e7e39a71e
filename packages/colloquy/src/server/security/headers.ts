import type { MiddlewareHandler } from "hono";
import { isLoopback } from "../../serving/index.ts";
import type { Served } from "../served.ts";

/** Headers of every response. */
const ALWAYS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
} as const;

/** A policy for pages: nothing comes from another origin, and no code stands in the page. */
export function pagePolicy(mediaOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    ["media-src 'self'", ...mediaOrigins].join(" "),
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** A policy for responses that are no pages. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** A policy for a document that shows only itself. Its own policy says which style sheet it has. */
export const DOCUMENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/** Sets the headers of security. A handler that answers with a page sets its policy itself. */
export function securityHeaders({ publicUrl }: Pick<Served, "publicUrl">): MiddlewareHandler {
  const encrypted = publicUrl?.protocol === "https:" ? publicUrl.hostname : null;
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of Object.entries(ALWAYS)) if (!headers.has(name)) headers.set(name, value);
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", NO_PAGE);
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-cache");
    const { hostname } = new URL(c.req.url);
    // Browsers ignore it on other pages, and log that they do.
    if (hostname === encrypted || isLoopback(hostname)) headers.set("cross-origin-opener-policy", "same-origin");
  };
}
