import { describe, expect, it } from "vitest";
import { remarksOnModels } from "./model-options.ts";

describe("remarks on the options of models", () => {
  it("warn about an address without a model", () => {
    const baseUrl = "http://127.0.0.1:8080/v1";
    expect(remarksOnModels({ baseUrl })).toEqual([
      "--base-url has no effect, because no model is named: name one with --model or --embedding-model.",
    ]);
    expect(remarksOnModels({ embeddingBaseUrl: baseUrl, model: "m" })).toEqual([
      "--embedding-base-url has no effect, because no embedding model is named: name one with --embedding-model.",
    ]);
    expect(remarksOnModels({ baseUrl, embeddingModel: "m" })).toEqual([]);
    expect(remarksOnModels({})).toEqual([]);
  });
});
