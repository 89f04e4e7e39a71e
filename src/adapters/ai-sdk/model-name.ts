import { isLoopbackHost } from "./loopback-host.ts";

const PROVIDER_OF_PLAIN_NAMES = "openai";

/** The environment variable that holds a provider's key. Providers that are named here can stand before a model's name. */
export const PROVIDER_KEYS: Readonly<Record<string, string>> = {
  openai: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  google: "GOOGLE_GENERATIVE_AI_API_KEY",
  mistral: "MISTRAL_API_KEY",
  cerebras: "CEREBRAS_API_KEY",
  cohere: "COHERE_API_KEY",
  deepinfra: "DEEPINFRA_API_KEY",
  deepseek: "DEEPSEEK_API_KEY",
  fireworks: "FIREWORKS_API_KEY",
  groq: "GROQ_API_KEY",
  togetherai: "TOGETHER_API_KEY",
  xai: "XAI_API_KEY",
};

/**
 * Parts `provider:model`. Only a provider of `PROVIDER_KEYS` counts as one, since names of models hold colons too:
 * `llama3:8b` is a model of `openai`, or of what is compatible with it. With a base URL on this machine only `openai`
 * counts: servers there speak its protocol, and Ollama has a `mistral:7b`.
 *
 * @param baseUrl the address that was named for this very model; null where there is none.
 */
export function parseModelName(
  name: string,
  baseUrl: string | null,
): { readonly provider: string; readonly model: string } {
  const colon = name.indexOf(":");
  const provider = name.slice(0, Math.max(0, colon)).toLowerCase();
  const model = name.slice(colon + 1);
  const isProvider =
    provider === PROVIDER_OF_PLAIN_NAMES || (Object.hasOwn(PROVIDER_KEYS, provider) && !isOnThisMachine(baseUrl));
  return isProvider && model !== "" ? { provider, model } : { provider: PROVIDER_OF_PLAIN_NAMES, model: name };
}

function isOnThisMachine(baseUrl: string | null): boolean {
  const url = baseUrl === null ? null : URL.parse(baseUrl);
  return url !== null && isLoopbackHost(url.hostname);
}
