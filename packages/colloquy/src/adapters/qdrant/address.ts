import { ColloquyError } from "../../model/index.ts";

const DEFAULT_PORT = 6333;
const WRITTEN_PORT = /^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i;

export interface QdrantAddress {
  /** Scheme and host. */
  readonly url: string;
  readonly port: number;
  /** Empty, or a path that begins with a slash. */
  readonly prefix: string;
  /** Whether it is on this machine or in its network, as far as the host's name tells. */
  readonly isNear: boolean;
  /** How messages call it: without a user's name or a password. */
  readonly text: string;
}

/**
 * Reads QDRANT_URL as Qdrant's clients do: without a port it is 6333, with https too. A port that is written out
 * counts even where it is the scheme's own, which URL forgets (`https://host:443`).
 *
 * @throws ColloquyError `configuration` where it is no address of http or https.
 */
export function parseAddress(given: string): QdrantAddress {
  const url = URL.parse(given);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ColloquyError(
      "configuration",
      "QDRANT_URL is no address that begins with http:// or https://; give one such as http://localhost:6333, or unset it to use the embedded store.",
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
