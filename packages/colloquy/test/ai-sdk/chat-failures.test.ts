import { describe, expect, it } from "vitest";
import { notAnApi } from "../../src/adapters/ai-sdk/failures/call-failure.ts";
import { describeEndpoint } from "../../src/adapters/ai-sdk/endpoint.ts";
import { createChatModel, type ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import { CallError, type CallErrorKind, type ChatModel } from "../../src/ports/index.ts";
import { type FixtureReply, startFixtureServer } from "./fixture-server.ts";
import { going, KEY, openAiAt, REQUEST, specOf } from "./spec.ts";

/** The error of `complete`; fails the test when the call succeeds. */
async function failureOf(model: ChatModel): Promise<CallError> {
  const error: unknown = await model.complete(REQUEST, going()).then(
    () => new Error("The call was expected to fail."),
    (reason: unknown) => reason,
  );
  if (!CallError.isInstance(error)) throw error;
  return error;
}

async function fail(answer: FixtureReply, changes: Partial<ModelSpec> = {}): Promise<CallError> {
  await using server = await startFixtureServer(answer);
  await using model = await createChatModel(specOf(server.baseUrl, changes));
  return await failureOf(model);
}

const KINDS: Readonly<Record<string, CallErrorKind>> = {
  "openai-wrong-key": "unauthorised",
  "openai-country": "unauthorised",
  "openai-model-not-found": "not-found",
  "openai-rate-limited-tokens": "rate-limited",
  "openai-rate-limited-requests": "rate-limited",
  "openai-insufficient-quota": "quota-exhausted",
  "openai-billing-hard-limit": "quota-exhausted",
  "openai-request-too-large": "too-large",
  "openai-context-length": "too-large",
  "openai-slow-down": "overloaded",
  "openai-server-error": "server",
  "openai-unsupported-temperature": "invalid",
  "openai-max-tokens-too-large": "invalid",
  "azure-rate-limited": "rate-limited",
  "azure-no-deployment": "not-found",
  "azure-content-filter": "invalid",
  "mistral-rate-limited": "rate-limited",
  "mistral-invalid-model": "not-found",
  "mistral-wrong-key": "unauthorised",
  "mistral-invalid-request": "invalid",
  "openrouter-no-credits": "quota-exhausted",
  "openrouter-rate-limited": "rate-limited",
  "openrouter-upstream": "rate-limited",
  "openrouter-moderation": "invalid",
  "openrouter-invalid-model": "not-found",
  "groq-rate-limited": "rate-limited",
  "groq-capacity": "overloaded",
  "vllm-context-length": "too-large",
  "vllm-model-not-found": "not-found",
  "fastapi-not-found": "not-found",
  "llama-cpp-exceed-context": "too-large",
  "llama-cpp-file-not-found": "not-found",
  "llama-cpp-no-embeddings": "invalid",
  "llama-cpp-loading": "overloaded",
  "llama-cpp-error-in-stream": "server",
  "ollama-no-model": "not-found",
  "ollama-plain-error": "server",
  "ollama-not-found": "not-found",
  "lm-studio-response-format": "invalid",
  "lm-studio-unexpected-endpoint": "not-found",
  "web-page": "not-found",
  "web-page-not-found": "not-found",
  "web-page-unsupported-method": "not-found",
  "web-page-bad-gateway": "overloaded",
};

const KINDS_OF_PACKAGES: Readonly<Record<string, Readonly<Record<string, CallErrorKind>>>> = {
  anthropic: {
    "anthropic-overloaded": "overloaded",
    "anthropic-rate-limited": "rate-limited",
    "anthropic-no-credit": "quota-exhausted",
    "anthropic-wrong-key": "unauthorised",
    "anthropic-model-not-found": "not-found",
    "anthropic-too-long": "too-large",
    "anthropic-too-large": "too-large",
    "web-page": "not-found",
  },
  google: {
    "google-rate-limited": "rate-limited",
    "google-daily-quota": "quota-exhausted",
    "google-wrong-key": "unauthorised",
    "google-overloaded": "overloaded",
    "google-too-long": "too-large",
  },
  mistral: {
    "mistral-rate-limited": "rate-limited",
    "mistral-invalid-model": "not-found",
    "mistral-wrong-key": "unauthorised",
  },
};

function expectOneSentence(message: string): void {
  expect(message).not.toContain(KEY);
  expect(message).not.toMatch(/[\n\r]|undefined|\[object/);
  expect(message).toMatch(/[.!?]$/);
}

describe("failures of providers", () => {
  it.each(Object.entries(KINDS))("reads %s as %s, with both of OpenAI's packages", async (fixture, kind) => {
    const error = await fail(fixture);
    expect({ kind: error.kind, message: error.message }).toMatchObject({ kind });
    expectOneSentence(error.message);
    await using server = await startFixtureServer(fixture);
    await using model = await openAiAt(server.baseUrl);
    const own = await failureOf(model);
    expect([own.kind, own.message.replaceAll(server.baseUrl, "")]).toEqual([
      kind,
      error.message.replaceAll(/http:\/\/127\.0\.0\.1:\d+\/v1/g, ""),
    ]);
  });

  const cases = Object.entries(KINDS_OF_PACKAGES).flatMap(([provider, kinds]) =>
    Object.entries(kinds).map(([fixture, kind]) => [provider, fixture, kind] as const),
  );
  it.each(cases)("reads %s's fixture %s as %s", async (provider, fixture, kind) => {
    const error = await fail(fixture, { provider });
    expect({ kind: error.kind, message: error.message }).toMatchObject({ kind });
    expectOneSentence(error.message);
  });

  it("reports how long to wait, in the provider's precision", async () => {
    expect((await fail("openai-rate-limited-tokens")).retryAfterMs).toBe(2192);
    expect((await fail("openai-rate-limited-requests")).retryAfterMs).toBe(450);
    expect((await fail("groq-rate-limited")).retryAfterMs).toBe(7660);
    expect((await fail("azure-rate-limited")).retryAfterMs).toBe(21_500);
    expect((await fail("anthropic-rate-limited", { provider: "anthropic" })).retryAfterMs).toBe(17_000);
    expect((await fail("google-rate-limited", { provider: "google" })).retryAfterMs).toBe(34_075);
    expect((await fail("mistral-rate-limited")).retryAfterMs).toBeNull();
  });

  it("reports the size of the refused call, and the limits in the refusal", async () => {
    const error = await fail("openai-rate-limited-tokens");
    expect(error.requested).toEqual({ resource: "tokens", amount: 82_181, limit: 500_000 });
    expect(error.limits).toContainEqual({ resource: "tokens", limit: 200_000, remaining: 63_908, resetMs: 1228 });
    const requests = await fail("openai-rate-limited-requests");
    expect(requests.requested).toEqual({ resource: "requests", amount: 1, limit: 3 });
  });

  it("names the variable of a refused key, and repeats no part of the key", async () => {
    const error = await fail("openai-wrong-key");
    expect(error.message).toContain("OPENAI_API_KEY");
    expect(error.message).not.toContain("sk-");
    const anthropic = await fail("anthropic-wrong-key", { provider: "anthropic" });
    expect(anthropic.message).toContain("ANTHROPIC_API_KEY");
  });

  it("removes the key from a provider's message, in any form of key", async () => {
    for (const apiKey of [KEY, "topsecret123"]) {
      const error = await fail(
        (request, response) => {
          response.writeHead(400, { "content-type": "application/json" });
          response.end(JSON.stringify({ error: { message: `No: ${request.headers.authorization}\nreally` } }));
        },
        { apiKey },
      );
      expect(error.message).toContain("No: Bearer *** really.");
    }
  });

  it.each([
    [400, true],
    [413, true],
    [422, true],
    [429, true],
    [408, false],
    [499, false],
    [500, false],
    [504, false],
  ])("reports for HTTP %i whether the call can have cost anything", async (status, unspent) => {
    const error = await fail((_, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "It cannot be done." } }));
    });
    expect(error.unspent).toBe(unspent);
  });

  it("reports a web page as a wrong address before the first reply, and as a server failure later", async () => {
    await using server = await startFixtureServer("web-page", "openai-chat", "web-page");
    await using model = await createChatModel(specOf(server.baseUrl));
    const first = await failureOf(model);
    expect(first.kind).toBe("not-found");
    expect(first.message).toMatch(/answered with a web page.*check the base URL, which usually ends in \/v1\.$/);
    await model.complete(REQUEST, going());
    expect((await failureOf(model)).kind).toBe("server");
  });

  it("reports that a web server is not the API, and that the base URL usually ends in /v1", async () => {
    const web = { "web-page": "", "web-page-not-found": " (HTTP 404)", "web-page-unsupported-method": " (HTTP 501)" };
    for (const [fixture, status] of Object.entries(web)) {
      const { message } = await fail(fixture);
      expect(message.replace(/^\S+ /, "")).toBe(
        `answered with a web page${status}: it is not an OpenAI-compatible API; check the base URL, which usually ends in /v1.`,
      );
    }
    expect((await fail("web-page-not-found", { provider: "anthropic" })).message).toContain("not the API of anthropic");
    for (const fixture of [
      "fastapi-not-found",
      "llama-cpp-file-not-found",
      "ollama-not-found",
      "lm-studio-unexpected-endpoint",
    ]) {
      const { message } = await fail(fixture);
      expect(message).toMatch(/has no such address.*: check the base URL, which usually ends in \/v1, and the model /);
    }
    for (const fixture of [
      "ollama-no-model",
      "vllm-model-not-found",
      "azure-no-deployment",
      "openrouter-invalid-model",
    ])
      expect((await fail(fixture)).message).toContain("does not offer the model some-model");
  });

  it("suspects a proxy when a provider's own address answers with a web page", () => {
    const endpoint = describeEndpoint({ ...specOf(""), baseUrl: null });
    expect(notAnApi(endpoint, false, "a web page").message).toMatch(
      /^openai answered with a web page: another server answers instead.*\.$/,
    );
  });

  it("does not follow a redirect, and names its target", async () => {
    await using server = await startFixtureServer((_, response) => {
      response.writeHead(307, { location: "http://elsewhere.example/v1/chat?secret=1" }).end();
    });
    await using model = await createChatModel(specOf(server.baseUrl));
    const error = await failureOf(model);
    expect(error.kind).toBe("not-found");
    expect(error.message).toContain("to http://elsewhere.example/v1/chat (HTTP 307)");
    expect(server.requests).toHaveLength(1);
  });

  it("reads a redirect in the middle of a run as transient", async () => {
    const redirect: FixtureReply = (_, response) => void response.writeHead(302, { location: "/login" }).end();
    await using server = await startFixtureServer("openai-chat", redirect, "openai-chat");
    await using model = await createChatModel(specOf(server.baseUrl));
    await model.complete(REQUEST, going());
    const error = await failureOf(model);
    expect([error.kind, error.unspent]).toEqual(["server", true]);
    expect(error.message).toMatch(/redirects to http:\/\/127.*\/login \(HTTP 302\) instead of a reply\.$/);
    await model.complete(REQUEST, going());
  });

  it.each([204, 205, 999])(
    "reads HTTP %i as a wrong address before the first reply, and as transient later",
    async (status) => {
      const empty: FixtureReply = (_, response) => void response.writeHead(status).end();
      await using server = await startFixtureServer(empty, "openai-chat", empty);
      await using model = await createChatModel(specOf(server.baseUrl));
      const first = await failureOf(model);
      expect(first.kind).toBe("not-found");
      expect(first.message).toMatch(
        new RegExp(`answered with HTTP ${status}(?: \\(no content\\))?: .*check the base URL`),
      );
      await model.complete(REQUEST, going());
      expect((await failureOf(model)).kind).toBe("server");
    },
  );

  it("sends one complete request with the key, and requests an uncompressed reply", async () => {
    await using server = await startFixtureServer("openai-server-error");
    await using model = await createChatModel(specOf(server.baseUrl));
    await failureOf(model);
    expect(server.requests.map(({ path }) => path)).toEqual(["/v1/chat/completions"]);
    const headers = server.requests[0]?.headers;
    expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, "accept-encoding": "identity" });
    expect(Number(headers?.["content-length"])).toBeGreaterThan(100);
    expect(headers).not.toHaveProperty("transfer-encoding");
  });

  it("distinguishes a missing server from an unknown host", async () => {
    const server = await startFixtureServer("openai-chat");
    await server[Symbol.asyncDispose]();
    await using model = await createChatModel(specOf(server.baseUrl));
    const refused = await failureOf(model);
    expect([refused.kind, refused.message]).toEqual([
      "network",
      `Nothing listens at ${server.baseUrl} (ECONNREFUSED): is the server running?`,
    ]);
  });

  it("reports a server that does not use HTTP", async () => {
    const { createServer } = await import("node:net");
    const server = createServer((socket) => socket.end("220 mail.example ESMTP\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await using model = await createChatModel(specOf(`http://127.0.0.1:${port}/v1`));
    const error = await failureOf(model);
    server.close();
    expect([error.kind, error.message]).toEqual(["not-found", expect.stringContaining("does not use HTTP")]);
  });
});
