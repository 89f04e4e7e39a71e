import type { Warn } from "./trace-settings.ts";

/** An address, and its credentials as a header. */
export interface Address {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** The address in a variable; null, after a warning, if spans cannot be posted to it. */
export function readAddress(text: string, variable: string, example: string, warn: Warn): Address | null {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    warn(
      `${variable} is not an http or https address${shown(text)}: no traces are sent there. Set it to one such as ${example}.`,
    );
    return null;
  }
  const { username, password } = url;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (username === "" && password === "") return { url, headers: {} };
  const pair = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64");
  return { url, headers: { authorization: `Basic ${pair}` } };
}

/** The address with `path` appended to its path. */
export function below(url: URL, path: string): URL {
  const longer = new URL(url);
  longer.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return longer;
}

/** An address to be displayed, without its query, which may contain a key. */
export function showAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Protocol, host and port identify it for the user. The rest may be a key that was pasted here. */
function shown(text: string): string {
  const [found = ""] = /^(?:[a-z][a-z\d+.]{1,9}:\/\/)?[a-z\d.-]{1,60}:\d{1,5}(?=\/|$)/i.exec(text.trim()) ?? [];
  return found === "" ? "" : ` (${found})`;
}
