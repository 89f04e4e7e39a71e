import { ColloquyError, printable } from "../../model/index.ts";
import { CallError } from "../../ports/index.ts";
import { isLoopbackHost } from "./loopback-host.ts";
import { isOpenAi, PROVIDER_KEYS } from "./model-name.ts";
import type { ModelSpec } from "./model-spec.ts";

const LONGEST_SAYING = 300;

/** The address of a model, and its names in messages. */
export interface Endpoint {
  /** Its name in messages: `openai`, `http://127.0.0.1:8091/v1`. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** Without its query; null: the provider's own address. */
  readonly baseUrl: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** Whether it is another API with OpenAI's protocol. */
  readonly compatible: boolean;
  /** Whether it is one of Azure's, which takes keys and schemas in its own form. */
  readonly azure: boolean;
  readonly loopback: boolean;
  readonly apiKey: string | null;
  /** The variable that usually holds its key. */
  readonly keyVariable: string;
  /** The source of the key; null if the caller did not give it. */
  readonly keyFrom: string | null;
  /** A provider's words for a message: one line, of limited length, without the key. */
  quote(said: string): string;
}

/** @throws ColloquyError if the address is malformed or not safe for a key, or if the key is missing. */
export function describeEndpoint(spec: ModelSpec): Endpoint {
  const url = spec.baseUrl === null ? null : parseBaseUrl(spec.baseUrl);
  const loopback = url !== null && isLoopbackHost(url.hostname);
  const keyVariable = PROVIDER_KEYS[spec.provider] ?? `${spec.provider.toUpperCase()}_API_KEY`;
  const address = url === null ? null : `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const apiKey = spec.apiKey === null || spec.apiKey.trim() === "" ? null : spec.apiKey.trim();
  const name = address ?? spec.provider;
  const keyFrom = spec.keyFrom ?? null;
  if (apiKey === null && !loopback) {
    throw new ColloquyError("provider", `${name} needs a key: set ${keyVariable} in the environment.`);
  }
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ColloquyError(
      "provider",
      `The key in ${keyFrom ?? keyVariable} contains a space, a line break or another invalid character: copy it again.`,
    );
  }
  return {
    name,
    provider: spec.provider,
    model: spec.model,
    baseUrl: address,
    query: Object.fromEntries(url?.searchParams ?? []),
    compatible: spec.provider === "openai" && !isOpenAi(spec.baseUrl),
    azure: url?.hostname.endsWith(".azure.com") ?? false,
    loopback,
    apiKey,
    keyVariable,
    keyFrom,
    quote: (said) => quote(said, apiKey),
  };
}

function parseBaseUrl(text: string): URL {
  // The message does not contain the address, which may have a password.
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ColloquyError(
      "configuration",
      "The base URL is not an address of the form https://host/v1: check --base-url and --embedding-base-url.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ColloquyError(
      "configuration",
      `The base URL of ${url.host} contains a user name or a password: remove it, and set the key in the environment.`,
    );
  }
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    throw new ColloquyError(
      "provider",
      `${url.origin} would get the transcripts and the key unencrypted: use https (http is for this machine's own addresses only).`,
    );
  }
  return url;
}

function quote(said: string, apiKey: string | null): string {
  // Providers quote a refused key, with a part of it masked.
  const withoutKey = (apiKey === null ? said : said.replaceAll(apiKey, "***")).replace(
    /\b(sk|gsk|xai)-[\w*.-]+/g,
    "***",
  );
  const line = printable(withoutKey).replace(/\s+/g, " ").trim();
  const short = line.length > LONGEST_SAYING ? `${line.slice(0, LONGEST_SAYING)}...` : line;
  return short === "" || /[.!?]$/.test(short) ? short : `${short}.`;
}

/** Adds the endpoint to the error of a call that was aborted for its time: the caller's signal does not know it. */
export function nameSilent({ name }: Endpoint, error: unknown, signal: AbortSignal): unknown {
  if (!CallError.isInstance(error) || error !== signal.reason) return error;
  const { kind, message } = error;
  if (kind !== "timeout" && kind !== "unanswered") return error;
  return new CallError(kind, `${name} does not answer. ${message}`, { cause: error });
}
