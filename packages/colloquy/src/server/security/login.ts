import { Hono } from "hono";
import { markup, type Markup } from "../../text/index.ts";
import { addressOf, type Environment } from "../environment.ts";
import { Refusal } from "../problem.ts";
import type { Access } from "./access.ts";
import { pagePolicy } from "./headers.ts";
import { boundedBody } from "./body.ts";
import { giveSession, ownPath } from "./session.ts";

const LARGEST_FORM = 8_192;

const STYLE = `:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(22rem, 100vw - 2rem); }
h1 { font-size: 1.25rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button { margin-block: .25rem 1rem; padding: .5rem .75rem; border: 1px solid GrayText; border-radius: .375rem; }
button { border-color: transparent; background: LinkText; color: Canvas; cursor: pointer; }
[role="alert"] { border-inline-start: .25rem solid; padding-inline-start: .75rem; }
`;

/** A page that asks for the password. It needs no script. */
export function loginRoutes(access: Access): Hono<Environment> {
  const app = new Hono<Environment>();
  app.get("/login", (c) => page(c.req.query("to") ?? "/", null, 200));
  app.get("/login.css", (c) => c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }));
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
    giveSession(c, login.session);
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
  const { markup: text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Colloquy: log in</title>
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<h1>Colloquy</h1>
${alert}<form method="post" action="/login">
<input type="hidden" name="to" value="${ownPath(to)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>Log in</button>
</form>
</main>
</body>
</html>
`;
  return new Response(text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": pagePolicy([]),
      "cache-control": "no-store",
      // Without a referrer, browsers send the form with the origin "null".
      "referrer-policy": "same-origin",
      ...headers,
    },
  });
}
