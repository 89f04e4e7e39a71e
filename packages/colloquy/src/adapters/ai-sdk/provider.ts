import type { EmbeddingModelV4, LanguageModelV4, LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { ColloquyError } from "../../model/index.ts";
import type { Fetch } from "./connection/connection.ts";
import type { Dialect } from "./dialect.ts";
import type { Endpoint } from "./endpoint.ts";

/** Creates the models of an endpoint. */
export interface Provider {
  chat(fetch: Fetch, dialect: Dialect): LanguageModelV4;
  /** @throws ColloquyError if the provider has no embedding models. */
  embedding(fetch: Fetch): EmbeddingModelV4;
  /** The options of a call that limit its reply. */
  bound(tokens: number, dialect: Dialect): Pick<LanguageModelV4CallOptions, "maxOutputTokens" | "providerOptions">;
}

/** A provider of a package of the AI SDK. */
interface SdkProvider {
  readonly specificationVersion?: unknown;
  languageModel(model: string): LanguageModelV4;
  embeddingModel(model: string): EmbeddingModelV4;
}

type CreateSdkProvider = (settings: {
  readonly apiKey: string;
  readonly baseURL?: string;
  readonly fetch: Fetch;
}) => SdkProvider;

const OPENAI_ADDRESS = "https://api.openai.com/v1";
/** Packages demand a key; a server on this machine may not need one. */
const NO_KEY = "none";

/**
 * Loads the package for an endpoint.
 * @throws ColloquyError if it is not installed
 */
export async function loadProvider(endpoint: Endpoint): Promise<Provider> {
  if (endpoint.compatible) return loadCompatible(endpoint);
  if (endpoint.provider === "openai") return loadOpenAi(endpoint);
  return loadOther(endpoint);
}

async function loadOpenAi(endpoint: Endpoint): Promise<Provider> {
  const { createOpenAI } = await import("@ai-sdk/openai");
  const settings = { apiKey: endpoint.apiKey ?? NO_KEY, baseURL: endpoint.baseUrl ?? OPENAI_ADDRESS };
  return {
    chat: (fetch) => createOpenAI({ ...settings, fetch }).chat(endpoint.model),
    embedding: (fetch) => createOpenAI({ ...settings, fetch }).embeddingModel(endpoint.model),
    bound: (tokens, dialect) =>
      dialect.tokenLimit === "max_tokens"
        ? { maxOutputTokens: tokens }
        : { providerOptions: { openai: { maxCompletionTokens: tokens } } },
  };
}

async function loadCompatible(endpoint: Endpoint): Promise<Provider> {
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const settings = {
    name: "endpoint",
    baseURL: endpoint.baseUrl ?? OPENAI_ADDRESS,
    queryParams: { ...endpoint.query },
    ...(endpoint.apiKey === null ? {} : { apiKey: endpoint.apiKey, headers: keyHeaders(endpoint, endpoint.apiKey) }),
  };
  return {
    chat: (fetch, dialect) =>
      createOpenAICompatible({
        ...settings,
        fetch,
        includeUsage: dialect.streamedUsage,
        supportsStructuredOutputs: true,
        transformRequestBody: ({ max_tokens, ...body }) => ({ ...body, [dialect.tokenLimit]: max_tokens }),
      }).chatModel(endpoint.model),
    embedding: (fetch) => createOpenAICompatible({ ...settings, fetch }).embeddingModel(endpoint.model),
    bound: (tokens) => ({ maxOutputTokens: tokens }),
  };
}

/** Azure has its own header for keys. */
function keyHeaders({ azure }: Endpoint, apiKey: string): Record<string, string> {
  return azure ? { "api-key": apiKey } : {};
}

async function loadOther(endpoint: Endpoint): Promise<Provider> {
  const create = await importPackage(endpoint);
  const settings = {
    apiKey: endpoint.apiKey ?? NO_KEY,
    ...(endpoint.baseUrl === null ? {} : { baseURL: endpoint.baseUrl }),
  };
  return {
    chat: (fetch) => create({ ...settings, fetch }).languageModel(endpoint.model),
    embedding: (fetch) => embeddingModelOf(create({ ...settings, fetch }), endpoint),
    bound: (tokens) => ({ maxOutputTokens: tokens }),
  };
}

async function importPackage({ provider, model, baseUrl }: Endpoint): Promise<CreateSdkProvider> {
  const name = `@ai-sdk/${provider}`;
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = (await import(name)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    const otherwise =
      baseUrl === null ? "" : `, or name openai:${provider}:${model} if the base URL uses OpenAI's protocol`;
    throw new ColloquyError(
      "provider",
      `The provider ${provider} needs the package ${name}: run \`npm install --global ${name}\` (without --global if Colloquy is installed in a project)${otherwise}.`,
    );
  }
  // `createAnthropic`, `createTogetherAI`, `createGoogle`: the one whose name is the provider's.
  const create = Object.entries(exported).find(([key]) => key.toLowerCase() === `create${provider}`)?.[1];
  if (typeof create === "function") {
    const { specificationVersion } = (create as CreateSdkProvider)({ apiKey: NO_KEY, fetch });
    if (specificationVersion === "v4") return create as CreateSdkProvider;
  }
  throw new ColloquyError(
    "provider",
    `The installed version of the package ${name} is not the version that Colloquy needs: run \`npm install --global ${name}@latest\` (without --global if Colloquy is installed in a project).`,
  );
}

function embeddingModelOf(provider: SdkProvider, endpoint: Endpoint): EmbeddingModelV4 {
  try {
    return provider.embeddingModel(endpoint.model);
  } catch (error) {
    throw new ColloquyError(
      "configuration",
      `${endpoint.provider} has no embedding model ${endpoint.model}: name another with --embedding-model.`,
      { cause: error },
    );
  }
}
