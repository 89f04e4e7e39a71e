import { parseModelName, PROVIDER_KEYS } from "../../adapters/ai-sdk/model-name.ts";
import { nearestWord } from "../../model/index.ts";
import type { ModelOptions } from "./model-options.ts";

/** Sentences about options of models that have no effect, or most likely not the one that was meant. */
export function remarksOnModels(options: ModelOptions): readonly string[] {
  const { model, embeddingModel, baseUrl, embeddingBaseUrl } = options;
  return [
    remarkOnProvider(model, baseUrl),
    remarkOnProvider(embeddingModel, embeddingBaseUrl ?? baseUrl),
    baseUrl !== undefined && model === undefined && embeddingModel === undefined
      ? "--base-url has no effect, because no model is named: name one with --model or --embedding-model."
      : null,
    embeddingBaseUrl !== undefined && embeddingModel === undefined
      ? "--embedding-base-url has no effect, because no embedding model is named: name one with --embedding-model."
      : null,
  ].filter((remark) => remark !== null);
}

/** Names of models hold colons too, so that a slip in the provider's name is no error. At an address of one's own any name may be one. */
function remarkOnProvider(name: string | undefined, baseUrl: string | undefined): string | null {
  const [, prefix] = /^([a-z]+):/i.exec(name ?? "") ?? [];
  if (name === undefined || prefix === undefined || baseUrl !== undefined) return null;
  if (parseModelName(name, null).model !== name) return null;
  const near = nearestWord(prefix, Object.keys(PROVIDER_KEYS));
  if (near === null) return null;
  const meant = `${near}${name.slice(prefix.length)}`;
  return `${name} is taken for a model of that whole name at OpenAI, because ${prefix} is no provider. Did you mean ${meant}?`;
}
