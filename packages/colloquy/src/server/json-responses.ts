import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";

/** Smaller responses are not compressed: it gains nothing. */
export const LEAST_COMPRESSED = 1_024;

const compress = promisify(gzip);

/** Gives JSON an ETag by its content, answers 304 if the client has it, and compresses it. Other responses pass unchanged. */
export const jsonResponses: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.get("content-type")?.startsWith("application/json")) return;
  const { status } = c.res;
  const body = Buffer.from(await c.res.arrayBuffer());
  const headers = new Headers(c.res.headers);
  headers.set("vary", "accept-encoding");
  const isFound = status === 200 && (c.req.method === "GET" || c.req.method === "HEAD");
  if (isFound) {
    const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    headers.set("etag", etag);
    headers.set("cache-control", "private, no-cache");
    if (isKnown(c.req.header("if-none-match"), etag)) {
      headers.delete("content-type");
      headers.delete("content-length");
      c.res = undefined;
      c.res = new Response(null, { status: 304, headers });
      return;
    }
  }
  const sent = body.length >= LEAST_COMPRESSED && acceptsGzip(c.req.header("accept-encoding"));
  const content = sent ? await compress(body, { level: constants.Z_BEST_SPEED }) : body;
  if (sent) headers.set("content-encoding", "gzip");
  headers.set("content-length", String(content.length));
  // A response takes over the headers of the one that it replaces.
  c.res = undefined;
  c.res = new Response(new Uint8Array(content), { status, headers });
};

/** Whether a client has one of the versions of `If-None-Match`. */
export function isKnown(given: string | undefined, etag: string): boolean {
  if (given === undefined) return false;
  const opaque = (each: string): string => each.trim().replace(/^W\//, "");
  return given.trim() === "*" || given.split(",").some((each) => opaque(each) === opaque(etag));
}

/** Whether `Accept-Encoding` names gzip, and does not refuse it. */
export function acceptsGzip(given: string | undefined): boolean {
  const entry = (given ?? "").split(",").find((each) => /^\s*(?:gzip|\*)\s*(?:;|$)/i.test(each));
  return entry !== undefined && !/;\s*q=0(?:\.0*)?\s*$/i.test(entry);
}
