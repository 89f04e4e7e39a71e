import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Environment } from "../environment.ts";
import { Refusal } from "../problem.ts";
import type { Served } from "../served.ts";
import type { Access } from "./access.ts";

/** Cookies have no port, so the port is in the name: servers on other ports have sessions of their own. */
function cookieName(c: Context): string {
  return `colloquy-${new URL(c.req.url).port || "80"}`;
}

/** Whether the client has a session. */
export function hasSession(c: Context, access: Access): boolean {
  return access.isSession(getCookie(c, cookieName(c)) ?? "");
}

/**
 * Gives the client a session. Scripts cannot read the cookie, and requests from other sites do not have it. If people reach
 * the server with encryption, requests without it do not have it either.
 */
export function giveSession(c: Context, session: string, publicUrl: URL | null): void {
  const secure = publicUrl?.protocol === "https:";
  setCookie(c, cookieName(c), session, { httpOnly: true, secure, sameSite: "Strict", path: "/" });
}

const ANY_ORIGIN = "http://own.invalid";

/** A path of this server with query and fragment, for a redirect. `/` instead of an address of another one. */
export function ownPath(path: string): string {
  // Browsers leave out tabs and line ends, and take a backslash for a slash. So does this parser.
  const url = URL.parse(path, ANY_ORIGIN);
  if (url?.origin !== ANY_ORIGIN) return "/";
  // `/.//host` has the path `//host`, which is an address of another server.
  return `/${url.pathname.replace(/^\/+/, "")}${url.search}${url.hash}`;
}

/** Exchanges the token of a printed link for a session, and leads to the same address without the token. */
export function links({ access, publicUrl }: Pick<Served, "access" | "publicUrl">): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const token = url.searchParams.get("token");
    if (c.req.method !== "GET" || token === null || url.pathname.startsWith("/api/")) return next();
    const session = access.openByToken(token);
    if (session === null)
      throw new Refusal(
        401,
        "no-session",
        "This link is not valid: open the link that `colloquy serve` printed when it started last.",
      );
    giveSession(c, session, publicUrl);
    url.searchParams.delete("token");
    return c.redirect(ownPath(`${url.pathname}${url.search}`), 303);
  };
}

const NO_SESSION =
  "There is no session: open the link that `colloquy serve` printed, or send its token as `Authorization: Bearer TOKEN`.";

/** Admits requests with a session, or with the token. Pages of other sites, and of other servers of this machine, have no access. */
export function requireAccess(access: Access): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const [, bearer] = /^bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (bearer !== undefined && access.isToken(bearer)) {
      c.set("client", "token");
      return next();
    }
    const session = getCookie(c, cookieName(c)) ?? "";
    if (!access.isSession(session))
      throw new Refusal(401, "no-session", NO_SESSION, { "www-authenticate": 'Bearer realm="colloquy"' });
    requireOwnPage(c);
    c.set("client", session);
    return next();
  };
}

/**
 * A browser sends the cookie to every port of a host, so the origin decides. Its pages say where a request comes from: in
 * `Sec-Fetch-Site`, or in `Origin` for a request that changes something.
 */
function requireOwnPage(c: Context): void {
  const site = c.req.header("sec-fetch-site");
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  const isOwn = site === undefined ? isRead || c.req.header("origin") !== undefined : isOwnSite(site, isRead);
  if (!isOwn) throw new Refusal(403, "forbidden", "Pages of other sites may not use this server.");
}

/** `none`: the user opened the address. */
function isOwnSite(site: string, isRead: boolean): boolean {
  return site === "same-origin" || (isRead && site === "none");
}
