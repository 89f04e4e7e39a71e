/** What the driver says, with the sentence that a user can act on; the first that fits. */
const SENTENCES: readonly (readonly [said: RegExp, sentence: (address: string) => string])[] = [
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
      `NEO4J_URI is ${address}, which asks for TLS, but what answers there does not speak TLS. Write the address without "+s" or "+ssc", or turn TLS on in the server.`,
  ],
  [
    /self.signed certificate/i,
    (address) =>
      `The certificate of ${address} is signed by itself and so not trusted. Write the address with "+ssc" in place of "+s" to trust it, or give the server a certificate of a known authority.`,
  ],
  [
    /certificate|altnames|UNABLE_TO_VERIFY/i,
    (address) =>
      `The certificate of ${address} is not trusted. Check the name in the address and the server's certificate (NODE_EXTRA_CA_CERTS names further authorities).`,
  ],
  [
    /responded HTTP/,
    (address) =>
      `NEO4J_URI is set but at ${address} something answers that speaks HTTP. Give the Bolt port, which is 7687 where nothing else was set.`,
  ],
  [
    /failed to establish connection in|ETIMEDOUT|timed out|EHOSTUNREACH|ENETUNREACH/i,
    (address) =>
      `NEO4J_URI is set but ${address} did not answer in time. See whether it runs and can be reached from here, or unset NEO4J_URI to use the embedded store.`,
  ],
  [
    /ServiceUnavailable|SessionExpired|ECONNRESET|EPIPE/,
    (address) =>
      `Neo4j at ${address} ended the connection. See whether it still runs, and run the command again: nothing is lost.`,
  ],
];

/** A sentence for a failure to reach a server or to stay connected; null for other failures. */
export function connectionSentence(error: unknown, address: string): string | null {
  const said = whatWasSaid(error);
  return SENTENCES.find(([pattern]) => pattern.test(said))?.[1](address) ?? null;
}

/** Codes and messages of an error and of its causes: the driver wraps what the socket said, sometimes twice. */
function whatWasSaid(error: unknown): string {
  const said: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    said.push("code" in at ? String(at.code) : "", at.message);
  }
  return said.join("\n");
}
