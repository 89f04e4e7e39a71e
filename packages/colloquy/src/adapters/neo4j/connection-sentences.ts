import { FINISHED_WORK_IS_KEPT } from "../../model/index.ts";

/** Patterns of the driver's messages, and the message for the user. The first match counts. */
const SENTENCES: readonly (readonly [pattern: RegExp, sentence: (address: string) => string])[] = [
  [
    /ECONNREFUSED/,
    (address) =>
      `NEO4J_URI is set but ${address} refused the connection. Start it, or unset NEO4J_URI to use the embedded store.`,
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    (address) =>
      `NEO4J_URI is set but the host of ${address} cannot be found. Correct the address, or unset NEO4J_URI to use the embedded store.`,
  ],
  [
    /before secure TLS connection|wrong version number|packet length too long|EPROTO/i,
    (address) =>
      `NEO4J_URI is ${address}, which requires TLS, but the server does not use TLS. Write the address without "+s" or "+ssc", or turn TLS on in the server.`,
  ],
  [
    /self.signed certificate/i,
    (address) =>
      `The certificate of ${address} is self-signed and not trusted. Write the address with "+ssc" instead of "+s" to trust it, or give the server a certificate of a known authority.`,
  ],
  [
    /certificate|altnames|UNABLE_TO_VERIFY/i,
    (address) =>
      `The certificate of ${address} is not trusted. Check the name in the address and the server's certificate (NODE_EXTRA_CA_CERTS adds authorities).`,
  ],
  [
    /responded HTTP/,
    (address) => `NEO4J_URI is set but ${address} replies in HTTP. Use the Bolt port, 7687 by default.`,
  ],
  [
    /failed to establish connection in|ETIMEDOUT|timed out|EHOSTUNREACH|ENETUNREACH/i,
    (address) =>
      `NEO4J_URI is set but ${address} did not answer in time. Check that it runs and can be reached from here, or unset NEO4J_URI to use the embedded store.`,
  ],
  [
    /ServiceUnavailable|SessionExpired|ECONNRESET|EPIPE/,
    (address) => `Neo4j at ${address} ended the connection. Check that it still runs. ${FINISHED_WORK_IS_KEPT}`,
  ],
];

/** The message for a failed or lost connection; null for other failures. */
export function connectionSentence(error: unknown, address: string): string | null {
  const text = errorText(error);
  return SENTENCES.find(([pattern]) => pattern.test(text))?.[1](address) ?? null;
}

/** Codes and messages of an error and of its causes. The driver wraps the socket's error, sometimes twice. */
function errorText(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    parts.push("code" in at ? String(at.code) : "", at.message);
  }
  return parts.join("\n");
}
