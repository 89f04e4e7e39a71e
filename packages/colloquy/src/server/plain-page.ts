import type { Handler } from "hono";
import { markup, type Markup } from "../text/index.ts";
import { pagePolicy } from "./security/headers.ts";

const STYLE = `:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(22rem, 100vw - 2rem); }
h1 { font-size: 1.25rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button { margin-block: .25rem 1rem; padding: .5rem .75rem; border: 1px solid GrayText; border-radius: .375rem; }
button { border-color: transparent; background: CanvasText; color: Canvas; cursor: pointer; }
[role="alert"] { border-inline-start: .25rem solid; padding-inline-start: .75rem; }
`;

/** The address of the style sheet of plain pages. */
export const PLAIN_STYLE = "/plain.css";

export const servePlainStyle: Handler = (c) => c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" });

/** A page that is no part of the application, and needs no script. */
export function plainPage(
  title: string,
  content: Markup,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { markup: text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${PLAIN_STYLE}">
</head>
<body>
<main>
<h1>Colloquy</h1>
${content}
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
      ...headers,
    },
  });
}
