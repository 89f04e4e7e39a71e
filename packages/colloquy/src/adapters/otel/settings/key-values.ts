import { decoded } from "./address.ts";
import type { Warn } from "./trace-settings.ts";

/** Reads `name=value,name=value` with its percent-encoded values, as OpenTelemetry writes headers and attributes. */
export function readKeyValues(text: string | undefined, variable: string, warn: Warn): Record<string, string> {
  const read: Record<string, string> = {};
  for (const entry of (text ?? "").split(",")) {
    if (entry.trim() === "") continue;
    const at = entry.indexOf("=");
    const name = entry.slice(0, Math.max(0, at)).trim();
    if (name === "") {
      warn(`${variable} has an entry that is not name=value; the entry is ignored. Write name=value,name=value.`);
    } else {
      read[decoded(name)] = decoded(entry.slice(at + 1).trim());
    }
  }
  return read;
}

/** As `readKeyValues`, without values that HTTP headers cannot carry unchanged. */
export function readHeaders(text: string | undefined, variable: string, warn: Warn): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(readKeyValues(text, variable, warn))) {
    if (isHeader(name, value)) headers[name.toLowerCase()] = value;
    else
      warn(
        `${variable} has a header that HTTP cannot send unchanged; the header is ignored. Use ASCII in its name and its value.`,
      );
  }
  return headers;
}

/** Other characters than ASCII are sent as Latin-1, which a receiver that expects UTF-8 misreads or refuses. */
export function isHeader(name: string, value: string): boolean {
  if (!/^[\t\u0020-\u007e]*$/.test(value)) return false;
  try {
    return new Headers({ [name]: value }).has(name);
  } catch {
    return false;
  }
}
