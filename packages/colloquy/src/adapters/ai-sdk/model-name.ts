import { ColloquyError, nearestWord, printable } from "../../model/index.ts";
import { isLoopbackHost } from "./loopback-host.ts";

const PROVIDER_OF_PLAIN_NAMES = "openai";
const OPENAI_HOST = "api.openai.com";

/** The environment variables of the providers' keys. These providers can precede a model's name. */
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

/** Names of models that only one provider has. Without a provider they would go to OpenAI, which does not have them. */
const OWNERS: readonly (readonly [names: RegExp, provider: string])[] = [
  [/^claude-/, "anthropic"],
  [/^gemini-/, "google"],
  [/^(?:open-)?(?:mistral|mixtral|ministral|magistral|codestral|devstral|pixtral)-/, "mistral"],
  [/^command-/, "cohere"],
  [/^grok-/, "xai"],
  [/^deepseek-(?:chat|reasoner)$/, "deepseek"],
];

/** Other names of providers, in the form of `bareName`. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["claude", "anthropic"],
  ["gemini", "google"],
  ["googleai", "google"],
  ["gpt", "openai"],
  ["chatgpt", "openai"],
  ["mistralai", "mistral"],
  ["grok", "xai"],
  ["together", "togetherai"],
]);

const VERTEX = "https://aiplatform.googleapis.com/v1/projects/PROJECT/locations/global/endpoints/openapi";

/** Servers with OpenAI's protocol, in the form of `bareName`, and their usual addresses. */
const SERVERS: ReadonlyMap<string, string> = new Map([
  ["ollama", "http://127.0.0.1:11434/v1"],
  ["lmstudio", "http://127.0.0.1:1234/v1"],
  ["llamacpp", "http://127.0.0.1:8080/v1"],
  ["llamaserver", "http://127.0.0.1:8080/v1"],
  ["vllm", "http://127.0.0.1:8000/v1"],
  ["litellm", "http://127.0.0.1:4000/v1"],
  ["openrouter", "https://openrouter.ai/api/v1"],
  ["huggingface", "https://router.huggingface.co/v1"],
  ["perplexity", "https://api.perplexity.ai"],
  ["azure", "https://RESOURCE.openai.azure.com/openai/v1"],
  ["azureopenai", "https://RESOURCE.openai.azure.com/openai/v1"],
  ["bedrock", "https://bedrock-runtime.REGION.amazonaws.com/openai/v1"],
  ["vertex", VERTEX],
  ["vertexai", VERTEX],
]);

/** A model's name and address, as the user gave them. */
interface NamedModel {
  readonly name: string;
  /** The address that was given for this model; null if none was. */
  readonly baseUrl: string | null;
  /** The address of models of `openai`: `baseUrl`, or its substitute; null: OpenAI's own address. */
  readonly openaiUrl: string | null;
  /** The flags that name it, for messages. */
  readonly flags: { readonly model: string; readonly baseUrl: string };
}

export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

/**
 * Splits `provider:model`. Only the providers of `PROVIDER_KEYS` count, because names of models have colons too: with a base
 * URL, `llama3:8b` is a model. With a base URL on this machine only `openai` counts: servers there use its protocol, and
 * Ollama has a `mistral:7b`. A name without a provider that only another provider has goes to that provider and not to OpenAI.
 * @throws ColloquyError `configuration` for an unknown provider, with the way to name the model.
 */
export function parseModelName(named: NamedModel): ModelName {
  const { name, baseUrl, openaiUrl } = named;
  const [prefix, model] = partsOf(name, ":");
  const isProvider =
    prefix === PROVIDER_OF_PLAIN_NAMES || (Object.hasOwn(PROVIDER_KEYS, prefix) && !isOnThisMachine(baseUrl));
  if (isProvider && model !== "") return { provider: prefix, model };
  if (SERVERS.has(bareName(prefix))) throw unknownProvider(named, prefix, model);
  const plain = { provider: PROVIDER_OF_PLAIN_NAMES, model: name };
  if (!isOpenAi(openaiUrl) || isFineTuned(name)) return plain;
  if (name.includes(":")) throw unknownProvider(named, prefix, model);
  if (name.includes("/")) throw unknownProvider(named, ...partsOf(name, "/"));
  const owner = OWNERS.find(([names]) => names.test(name))?.[1];
  return owner === undefined ? plain : { provider: owner, model: name };
}

function partsOf(name: string, separator: string): [prefix: string, model: string] {
  const at = name.indexOf(separator);
  return at < 0 ? ["", name] : [name.slice(0, at).toLowerCase(), name.slice(at + 1)];
}

/** A name as one word: `lm-studio` and `lm_studio` become `lmstudio`. */
function bareName(prefix: string): string {
  return prefix.replace(/[-_.]/g, "");
}

function providerCalled(name: string): string | undefined {
  return Object.hasOwn(PROVIDER_KEYS, name) ? name : OTHER_NAMES.get(name);
}

/** `ft:gpt-4o-mini:org::id`: OpenAI's own names with colons. */
function isFineTuned(name: string): boolean {
  return name.startsWith("ft:");
}

function unknownProvider({ name, baseUrl, flags }: NamedModel, prefix: string, model: string): ColloquyError {
  const what = Object.hasOwn(PROVIDER_KEYS, prefix) ? "The model" : `Unknown provider "${printable(prefix)}" in`;
  const sentence = (way: string): ColloquyError =>
    new ColloquyError("configuration", `${what} ${printable(name)}: ${way}`);
  const named = (provider: string): string => `${flags.model} ${provider}:${model === "" ? "MODEL" : printable(model)}`;
  const server = SERVERS.get(bareName(prefix));
  if (server !== undefined) {
    const address = baseUrl === null ? `${flags.baseUrl} ${server} ` : "";
    return sentence(`a server with OpenAI's protocol needs its address, as in ${address}${named("openai")}.`);
  }
  const provider = providerCalled(bareName(prefix));
  if (provider !== undefined) return sentence(`name it as ${named(provider)}.`);
  // `phi4:14b` and the like are models and no misspelt providers.
  const near = /^[a-z]+$/.test(prefix) ? nearestWord(prefix, Object.keys(PROVIDER_KEYS)) : null;
  if (near !== null) return sentence(`did you mean ${named(near)}?`);
  const local = `${flags.baseUrl} ${SERVERS.get("ollama")} ${flags.model} ${printable(name)}`;
  return sentence(
    `providers are ${Object.keys(PROVIDER_KEYS).join(", ")}; a model of your own server needs its address, as in ${local}.`,
  );
}

function isOnThisMachine(baseUrl: string | null): boolean {
  const url = baseUrl === null ? null : URL.parse(baseUrl);
  return url !== null && isLoopbackHost(url.hostname);
}

/** Whether models of `openai` are OpenAI's own; null is OpenAI's address. */
export function isOpenAi(url: string | null): boolean {
  return url === null || URL.parse(url)?.hostname === OPENAI_HOST;
}
