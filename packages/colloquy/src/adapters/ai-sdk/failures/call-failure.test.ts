import { describe, expect, it } from "vitest";
import { describeEndpoint } from "../endpoint.ts";
import { callFailure } from "./call-failure.ts";

function adviceOf(keyFrom: string | null): string {
  const endpoint = describeEndpoint({
    provider: "openai",
    model: "m",
    baseUrl: "https://model.example/v1",
    apiKey: "k",
    keyFrom,
    contextTokens: null,
    dimensions: null,
    connections: 1,
  });
  const refused = Object.assign(new Error("no"), { statusCode: 401, responseBody: "" });
  return String(callFailure(refused, endpoint, false).error);
}

describe("a refused key", () => {
  it.each([
    ["COLLOQUY_EMBEDDING_API_KEY", "set COLLOQUY_EMBEDDING_API_KEY to a key"],
    ["the file of embedding-api-key-file", "put a key that is valid there into the file of embedding-api-key-file."],
    [null, "set OPENAI_API_KEY to a key"],
  ])("is to be replaced in its source: %s", (keyFrom, advice) => {
    expect(adviceOf(keyFrom)).toContain(advice);
  });
});
