import { Hono } from "hono";
import { markup, type Markup } from "../../text/index.ts";
import { addressOf, type Environment } from "../environment.ts";
import { Refusal } from "../problem.ts";
import { plainPage } from "../plain-page.ts";
import type { Served } from "../served.ts";
import { boundedBody } from "./body.ts";
import { giveSession, ownPath } from "./session.ts";

const LARGEST_FORM = 8_192;

/** A page that asks for the password. It needs no script. */
export function loginRoutes({ access, publicUrl }: Pick<Served, "access" | "publicUrl">): Hono<Environment> {
  const app = new Hono<Environment>();
  app.get("/login", (c) => page(c.req.query("to") ?? "/", null, 200));
  app.post("/login", async (c) => {
    // A page of another site must not log a user in.
    if (c.req.header("origin") === undefined) throw new Refusal(403, "forbidden", "Log in on the page of this server.");
    const form = new URLSearchParams(await boundedBody(c, LARGEST_FORM));
    const [password, to] = [form.get("password") ?? "", form.get("to") ?? "/"];
    const login = access.logIn(password, addressOf(c));
    if (login === null) return page(to, "The password is wrong.", 401);
    if ("waitSeconds" in login)
      return page(to, `Too many attempts: try again in ${login.waitSeconds} seconds.`, 429, {
        "retry-after": String(login.waitSeconds),
      });
    giveSession(c, login.session, publicUrl);
    return c.redirect(ownPath(to), 303);
  });
  return app;
}

function page(
  to: string,
  failure: string | null,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const alert: Markup | null = failure === null ? null : markup`<p role="alert">${failure}</p>\n`;
  const content = markup`${alert}<form method="post" action="/login">
<input type="hidden" name="to" value="${ownPath(to)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>Log in</button>
</form>`;
  // Without a referrer, browsers send the form with the origin "null".
  return plainPage("Colloquy: log in", content, status, { "referrer-policy": "same-origin", ...headers });
}
