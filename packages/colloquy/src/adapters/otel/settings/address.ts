import type { Warn } from "./trace-settings.ts";

/** An address, and what its credentials come to as a header. */
export interface Address {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** The address that a variable holds; null, after a warning, for what is none that spans could be posted to. */
export function readAddress(text: string, variable: string, example: string, warn: Warn): Address | null {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    warn(
      `${variable} is no address of http or https${shown(text)}: no traces are sent there. Set it to one such as ${example}.`,
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

/** The address with `path` at the end of its own. */
export function below(url: URL, path: string): URL {
  const longer = new URL(url);
  longer.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return longer;
}

/** An address for people: a query may hold a key. */
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

/** Protocol, host and port, by which a user knows it again: anything else may be a key that was pasted here. */
function shown(text: string): string {
  const [found = ""] = /^(?:[a-z][a-z\d+.]{1,9}:\/\/)?[a-z\d.-]{1,60}:\d{1,5}(?=\/|$)/i.exec(text.trim()) ?? [];
  return found === "" ? "" : ` (${found})`;
}
