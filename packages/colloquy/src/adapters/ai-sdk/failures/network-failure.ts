import { systemErrorCode } from "../../../model/index.ts";
import { CallError } from "../../../ports/index.ts";
import type { Endpoint } from "../endpoint.ts";

const NO_SUCH_HOST = "ENOTFOUND";
const NO_SECURE_CONNECTION =
  /^(EPROTO|ERR_(SSL|TLS)_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;
/** Errors of connections that were never made. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  NO_SUCH_HOST,
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** The name of undici's error for a response that is not HTTP. It has no code. */
const NO_HTTP = "HTTPParserError";

/** An error and the chain of its causes. */
export function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && !chain.includes(one);) {
    chain.push(one);
    one = one instanceof Error ? one.cause : undefined;
  }
  return chain;
}

/** The CallError of a connection that could not be made or was lost; null for any other error. */
export function networkFailure(error: unknown, endpoint: Endpoint, proven: boolean): CallError | null {
  const origin = causesOf(error).find((one) => networkCode(one) !== null);
  const code = networkCode(origin);
  if (code === null) return null;
  const { name } = endpoint;
  // An unknown host is a misspelt address if the user wrote it, and a lost network connection if it is the provider's own.
  if (code === NO_SUCH_HOST && !proven && endpoint.baseUrl !== null) {
    return new CallError("not-found", `The host of ${name} cannot be found (${code}): check the base URL.`);
  }
  if (NO_SECURE_CONNECTION.test(code) && !proven) {
    return new CallError("not-found", `No secure connection to ${name} can be made (${code}): check the base URL.`);
  }
  if (code === NO_HTTP && !proven) {
    return new CallError("not-found", `The server at ${name} does not use HTTP: check the base URL.`);
  }
  if (code === "ECONNREFUSED") {
    return new CallError("network", `Nothing listens at ${name} (${code}): is the server running?`, { unspent: true });
  }
  const said = origin instanceof Error ? endpoint.quote(origin.message) : "";
  return new CallError("network", `The connection to ${name} failed (${code}): ${said}`, {
    unspent: NOT_CONNECTED.has(code),
  });
}

function networkCode(error: unknown): string | null {
  const system = systemErrorCode(error);
  if (system !== null) return system;
  if (error instanceof Error && error.name === NO_HTTP) return NO_HTTP;
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  if (typeof code !== "string") return null;
  return code.startsWith("UND_ERR_") || code.startsWith("EAI_") || NO_SECURE_CONNECTION.test(code) ? code : null;
}
