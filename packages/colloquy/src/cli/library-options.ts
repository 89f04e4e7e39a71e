import type { OptionKey, Options } from "../config/index.ts";
import type { Environment } from "../options/index.ts";
import { SERVERS } from "../stores/index.ts";
import type { Invocation } from "./context.ts";

/** The parts of a call that hold its options. */
export type Configured = Pick<Invocation, "options" | "configuration">;

/** Options with another name in the library. */
const NAMES = {
  rpm: "requestsPerMinute",
  tpm: "tokensPerMinute",
  embeddingRpm: "embeddingRequestsPerMinute",
  embeddingTpm: "embeddingTokensPerMinute",
  timeout: "timeoutMs",
  giveUpAfter: "giveUpAfterMs",
  maxCost: "maxCostUsd",
} as const satisfies Partial<Record<OptionKey, string>>;

/** Options in seconds, which are milliseconds in the library. */
const DURATIONS: readonly OptionKey[] = ["timeout", "giveUpAfter"];

/** Options that the library does not have. */
const ONLY_COMMAND_LINE: readonly OptionKey[] = ["json", "quiet", "verbose"];

type NameOf<Key extends OptionKey> = Key extends keyof typeof NAMES ? (typeof NAMES)[Key] : Key;

/** Options without a value have no key. */
type LibraryOptions = { readonly [Key in OptionKey as NameOf<Key>]?: Options[Key] } & {
  readonly environment: Environment;
};

/** The options of a call with these keys, and its environment, for a function of the library. */
export function libraryOptions({ options, configuration }: Configured, keys: readonly OptionKey[]): LibraryOptions {
  const names: Partial<Record<OptionKey, string>> = NAMES;
  const entries = keys
    .filter((key) => options[key] !== undefined && !ONLY_COMMAND_LINE.includes(key))
    .map((key) => [names[key] ?? key, DURATIONS.includes(key) ? 1000 * Number(options[key]) : options[key]]);
  return { ...(Object.fromEntries(entries) as LibraryOptions), environment: configuration.environment };
}

/** The options of the servers for the graph, or for the vectors. */
export function serverKeys(holds: "graph" | "vectors"): readonly OptionKey[] {
  return SERVERS.filter((server) => server.holds === holds).flatMap(
    ({ options }) => Object.keys(options) as OptionKey[],
  );
}

export const STORE_KEYS = [...new Set([...serverKeys("graph"), ...serverKeys("vectors")])];

/**
 * The models and addresses, for a search. The chat model decides whether the embedding model uses its address and key,
 * too.
 */
export const MODEL_KEYS = [
  "model",
  "embeddingModel",
  "modelsDir",
  "resolutionModel",
  "embeddingBaseUrl",
  "embeddingApiKeyFile",
  "baseUrl",
  "apiKeyFile",
  "dimensions",
] as const satisfies readonly OptionKey[];
