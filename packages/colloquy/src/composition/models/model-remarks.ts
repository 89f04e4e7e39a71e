import type { ModelOptions } from "./model-options.ts";

/** Sentences about model options without effect. */
export function remarksOnModels(options: ModelOptions): readonly string[] {
  const { model, embeddingModel, baseUrl, embeddingBaseUrl } = options;
  return [
    baseUrl !== undefined && model === undefined && embeddingModel === undefined
      ? "--base-url has no effect, because no model is named: name one with --model or --embedding-model."
      : null,
    embeddingBaseUrl !== undefined && embeddingModel === undefined
      ? "--embedding-base-url has no effect, because no embedding model is named: name one with --embedding-model."
      : null,
  ].filter((remark) => remark !== null);
}
