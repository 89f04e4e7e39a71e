import { describe, expect, it } from "vitest";
import { describeEndpoint } from "../endpoint.ts";
import { networkFailure } from "./network-failure.ts";

function endpointAt(baseUrl: string | null) {
  return describeEndpoint({
    provider: "openai",
    model: "some-model",
    baseUrl,
    apiKey: "sk-test",
    contextTokens: null,
    dimensions: null,
    connections: 1,
  });
}

function fetchFailed(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`something with ${code}`), { code }) });
}

describe("networkFailure", () => {
  it("reads an unknown host as a wrong address, or as a lost connection when it was found before or is the provider's own", () => {
    const error = fetchFailed("ENOTFOUND");
    expect(networkFailure(error, endpointAt("https://modell.example/v1"), false)?.kind).toBe("not-found");
    expect(networkFailure(error, endpointAt("https://model.example/v1"), true)?.kind).toBe("network");
    expect(networkFailure(error, endpointAt(null), false)?.kind).toBe("network");
  });

  it("reads an untrusted certificate as a wrong address before the first reply", () => {
    for (const code of ["DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_SSL_WRONG_VERSION_NUMBER", "CERT_HAS_EXPIRED", "EPROTO"]) {
      expect(networkFailure(fetchFailed(code), endpointAt("https://model.example/v1"), false)?.kind).toBe("not-found");
      expect(networkFailure(fetchFailed(code), endpointAt("https://model.example/v1"), true)?.kind).toBe("network");
    }
  });

  it("reads other failures of a connection as transient", () => {
    for (const code of [
      "ECONNRESET",
      "ECONNREFUSED",
      "EPIPE",
      "ETIMEDOUT",
      "EAI_AGAIN",
      "UND_ERR_SOCKET",
      "UND_ERR_CONNECT_TIMEOUT",
    ]) {
      expect(networkFailure(fetchFailed(code), endpointAt("https://model.example/v1"), false)?.kind).toBe("network");
    }
  });

  it("ignores other errors", () => {
    expect(networkFailure(new TypeError("x is not a function"), endpointAt(null), false)).toBeNull();
    expect(networkFailure("text", endpointAt(null), false)).toBeNull();
  });
});
