import { ColloquyError } from "../../model/index.ts";

const DEFAULT_PORT = 6333;
const WRITTEN_PORT = /^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i;

export interface QdrantAddress {
  /** Scheme and host. */
  readonly url: string;
  readonly port: number;
  /** Empty, or a path with a leading slash. */
  readonly prefix: string;
  /** Whether the host is this machine or in its network, judged by its name. */
  readonly isNear: boolean;
  /** The address for messages: without user name and password. */
  readonly text: string;
}

/**
 * Parses QDRANT_URL like Qdrant's clients: the default port is 6333, also for https. An explicit port counts even when
 * it is the scheme's default, which URL drops (`https://host:443`).
 * @throws ColloquyError `configuration` unless it is an http or https address.
 */
export function parseAddress(given: string): QdrantAddress {
  const url = URL.parse(given);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ColloquyError(
      "configuration",
      "QDRANT_URL is not an http:// or https:// address; use an address such as http://localhost:6333, or unset it to use the embedded store.",
    );
  }
  const origin = `${url.protocol}//${url.hostname}`;
  const port = Number(WRITTEN_PORT.exec(given.trim())?.[1] ?? (url.port || DEFAULT_PORT));
  const prefix = url.pathname.replace(/\/+$/, "");
  return { url: origin, port, prefix, isNear: isNear(url.hostname), text: `${origin}:${port}${prefix}` };
}

/** Loopback and private addresses, and names without a dot, such as that of a container. */
function isNear(hostname: string): boolean {
  if (/^\[(::1|f[cde])/.test(hostname)) return true;
  return /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(hostname) || !/[.:]/.test(hostname);
}
