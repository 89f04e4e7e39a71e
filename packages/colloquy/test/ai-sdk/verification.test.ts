import { describe, expect, it } from "vitest";
import { openChatModel } from "../../src/adapters/ai-sdk/chat-model.ts";
import { describeEndpoint } from "../../src/adapters/ai-sdk/endpoint.ts";
import { createChatModel } from "../../src/adapters/ai-sdk/index.ts";
import { replySchema } from "../../src/extraction/by-model/schema.ts";
import { DEFAULT_ONTOLOGY } from "../../src/extraction/index.ts";
import { CallError } from "../../src/ports/index.ts";
import { type FixtureReply, type ReceivedRequest, readFixture, startFixtureServer } from "./fixture-server.ts";
import { going, openAiAt, PROMPT, REQUEST, specOf } from "./spec.ts";

/** The schema of `REQUEST` with the extractor's limits. */
const BOUNDED = {
  type: "object",
  properties: { fruits: { type: "array", maxItems: 4, items: { type: "string", maxLength: 20 } } },
  required: ["fruits"],
  additionalProperties: false,
};

type Body = Readonly<Record<string, unknown>>;

/** A server that refuses requests for which `refuse` names a fixture, and replies to other requests. */
function picky(refuse: (body: Body) => string | null): FixtureReply {
  return (request: ReceivedRequest) =>
    request.path.endsWith("/models") ? "vllm-models" : (refuse(request.body ?? {}) ?? "openai-chat");
}

function chats(requests: readonly ReceivedRequest[]): readonly Body[] {
  return requests.flatMap(({ body }) => (body === null ? [] : [body]));
}

function formatOf(body: Body | undefined): unknown {
  return (body?.["response_format"] as Body | undefined)?.["type"];
}

describe("the ping of a model", () => {
  it("makes one small call when nothing is refused", async () => {
    await using server = await startFixtureServer(picky(() => null));
    await using model = await createChatModel(specOf(server.baseUrl));
    expect(await model.ping(going())).toMatchObject({ inputTokens: expect.any(Number) });
    expect(chats(server.requests)).toHaveLength(1);
    expect(chats(server.requests)[0]).toMatchObject({ max_tokens: 64 });
  });

  it("finds the refused parameters once, and leaves them out afterwards", async () => {
    await using server = await startFixtureServer(
      picky((body) => {
        if ("max_tokens" in body) return "openai-unsupported-max-tokens";
        if ("temperature" in body) return "openai-unsupported-temperature";
        return "stream_options" in body ? "mistral-invalid-request" : null;
      }),
    );
    await using model = await createChatModel(specOf(server.baseUrl));
    let repeats = 0;
    await model.ping({ ...going(), onRepeat: () => (repeats += 1) });
    const learnt = chats(server.requests).length;
    expect([learnt, repeats]).toEqual([4, 3]);
    await model.complete(REQUEST, going());
    const last = chats(server.requests).at(-1);
    expect(chats(server.requests)).toHaveLength(learnt + 1);
    expect(last).toMatchObject({ max_completion_tokens: REQUEST.maxOutputTokens });
    for (const name of ["max_tokens", "temperature", "stream_options"]) expect(last).not.toHaveProperty(name);
  });

  it("finds refused parameters of OpenAI's own models that its package does not list", async () => {
    await using server = await startFixtureServer(
      picky((body) => {
        if ("max_tokens" in body) return "openai-unsupported-max-tokens";
        return "temperature" in body ? "openai-unsupported-temperature" : null;
      }),
    );
    await using model = await openAiAt(server.baseUrl, { model: "some-new-model" });
    await model.ping(going());
    await model.complete(REQUEST, going());
    expect(chats(server.requests).at(-1)).toMatchObject({ max_completion_tokens: REQUEST.maxOutputTokens });
  });

  it("puts the schema into the prompt for a model without structured output", async () => {
    await using server = await startFixtureServer(
      picky((body) => (formatOf(body) === undefined ? null : "lm-studio-response-format")),
    );
    await using model = await createChatModel(specOf(server.baseUrl));
    await model.ping(going());
    expect(chats(server.requests).map(formatOf)).toEqual(["json_schema", "json_schema", "json_object", undefined]);
    await model.complete(REQUEST, going());
    const messages = chats(server.requests).at(-1)?.["messages"] as readonly { readonly content: string }[];
    expect(messages[0]?.content.startsWith(REQUEST.system)).toBe(true);
    expect(messages[0]?.content).toContain(JSON.stringify(REQUEST.schema));
    expect(messages[1]?.content).toBe(PROMPT);
  });

  it("sends a schema with every keyword of the extractor's schema", async () => {
    await using server = await startFixtureServer(picky(() => null));
    await using model = await createChatModel(specOf(server.baseUrl));
    await model.ping(going());
    const extraction = JSON.stringify(replySchema(DEFAULT_ONTOLOGY));
    const keywords = ["additionalProperties", "required", "enum", "maxItems", "maxLength", "number", "array"];
    for (const keyword of keywords) {
      expect(extraction).toContain(`"${keyword}"`);
      expect(JSON.stringify(chats(server.requests)[0])).toContain(`"${keyword}"`);
    }
  });

  it("keeps a schema strict when one of its limits is refused", async () => {
    await using server = await startFixtureServer(
      picky((body) => (JSON.stringify(body["response_format"]).includes("maxLength") ? "openai-refused-bound" : null)),
    );
    await using model = await createChatModel(specOf(server.baseUrl));
    await model.ping(going());
    expect(chats(server.requests)).toHaveLength(2);
    await model.complete({ ...REQUEST, schema: BOUNDED }, going());
    expect(chats(server.requests).at(-1)).toMatchObject({
      response_format: {
        type: "json_schema",
        json_schema: { strict: true, schema: { properties: { fruits: { type: "array", maxItems: 4 } } } },
      },
    });
  });

  it("leaves out schema limits only for providers that are known to refuse them", async () => {
    await using server = await startFixtureServer("openai-chat");
    const spec = specOf(server.baseUrl);
    const other = describeEndpoint(spec);
    const sent: Record<string, unknown> = {};
    for (const [name, endpoint] of Object.entries({
      openai: { ...other, compatible: false },
      azure: { ...other, azure: true },
      other,
    })) {
      await using model = await openChatModel(endpoint, spec);
      await model.complete({ ...REQUEST, schema: BOUNDED }, going());
      const format = chats(server.requests).at(-1)?.["response_format"];
      sent[name] = [...JSON.stringify(format).matchAll(/maxItems|maxLength/g)].map(([bound]) => bound);
      expect(format).toMatchObject({ json_schema: { strict: true } });
    }
    expect(sent).toEqual({ openai: ["maxItems"], azure: [], other: ["maxItems", "maxLength"] });
  });

  it("adapts the next call after a schema is refused during the run", async () => {
    await using server = await startFixtureServer(
      picky((body) => {
        const format = body["response_format"] as { json_schema?: { strict?: boolean } } | undefined;
        return JSON.stringify(body).includes("fruits") && format?.json_schema?.strict === true
          ? "openai-unsupported-schema"
          : null;
      }),
    );
    await using model = await createChatModel(specOf(server.baseUrl));
    await model.ping(going());
    await expect(model.complete(REQUEST, going())).rejects.toMatchObject({ kind: "invalid" });
    const reply = await model.complete(REQUEST, going());
    expect(reply.finishReason).toBe("stop");
    expect(chats(server.requests).at(-1)).toMatchObject({ response_format: { json_schema: { strict: false } } });
  });

  it("requests no more tokens than the model allows", async () => {
    await using server = await startFixtureServer(
      picky((body) => (Number(body["max_tokens"]) > 16_384 ? "openai-max-tokens-too-large" : null)),
    );
    await using model = await createChatModel(specOf(server.baseUrl));
    const request = { ...REQUEST, maxOutputTokens: 100_000 };
    await expect(model.complete(request, going())).rejects.toMatchObject({ kind: "invalid" });
    await model.complete(request, going());
    expect(chats(server.requests).at(-1)).toMatchObject({ max_tokens: 16_384 });
  });

  it("fails after one attempt when another form does not help", async () => {
    for (const [fixture, kind] of [
      ["openai-wrong-key", "unauthorised"],
      ["ollama-no-model", "not-found"],
      ["openai-insufficient-quota", "quota-exhausted"],
      ["openai-rate-limited-tokens", "rate-limited"],
      ["azure-content-filter", "invalid"],
      ["web-page", "not-found"],
    ] as const) {
      await using server = await startFixtureServer(fixture);
      await using model = await createChatModel(specOf(server.baseUrl));
      await expect(model.ping(going())).rejects.toMatchObject({ kind });
      expect(server.requests).toHaveLength(1);
    }
  });

  it("stops when a model refuses the same parameter repeatedly", async () => {
    await using server = await startFixtureServer("llama-cpp-grammar");
    await using model = await createChatModel(specOf(server.baseUrl));
    await expect(model.ping(going())).rejects.toMatchObject({ kind: "invalid" });
    expect(server.requests).toHaveLength(4);
  });

  it("accepts a model that uses all allowed tokens for reasoning", async () => {
    await using server = await startFixtureServer((request, response) => {
      if (request.body === null) return "web-page-not-found";
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end('data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"length"}]}\n\n');
    });
    await using model = await createChatModel(specOf(server.baseUrl));
    expect(await model.ping(going())).toBeNull();
  });

  it("reads the context length from vLLM's list or llama.cpp's properties, unless the user sets it", async () => {
    await using server = await startFixtureServer(picky(() => null));
    await using vllm = await createChatModel(specOf(server.baseUrl, { model: "Qwen/Qwen2.5-7B-Instruct" }));
    expect(vllm.contextTokens).toBeNull();
    await vllm.ping(going());
    expect(vllm.contextTokens).toBe(32_768);
    await using said = await createChatModel(specOf(server.baseUrl, { contextTokens: 1_000 }));
    await said.ping(going());
    expect(said.contextTokens).toBe(1_000);

    await using llama = await startFixtureServer(({ path }) => {
      if (path === "/props") return "llama-cpp-props";
      return path === "/v1/models" ? "llama-cpp-models" : "openai-chat";
    });
    await using model = await createChatModel(specOf(llama.baseUrl));
    await model.ping(going());
    expect(model.contextTokens).toBe(4_096);
  });

  it("is one call afterwards, even if the server does not report the context length", async () => {
    await using server = await startFixtureServer(({ path }) =>
      path.endsWith("/models") ? "web-page" : "openai-chat",
    );
    await using model = await createChatModel(specOf(server.baseUrl));
    await model.ping(going());
    const before = server.requests.length;
    await model.ping(going());
    expect(server.requests).toHaveLength(before + 1);
  });

  it("works without a list of models", async () => {
    for (const answer of ["web-page", "web-page-not-found", "mistral-wrong-key", "openai-embeddings"]) {
      await using server = await startFixtureServer(({ path }) => (path.endsWith("/models") ? answer : "openai-chat"));
      await using model = await createChatModel(specOf(server.baseUrl));
      await model.ping(going());
      expect(model.contextTokens).toBeNull();
    }
  });

  it("has fixtures that match their names", async () => {
    expect((await readFixture("openai-wrong-key")).status).toBe(401);
  });

  it("reads the context length from the refusal of a call that is too large", async () => {
    for (const [fixture, tokens] of [
      ["vllm-context-length", 4_096],
      ["llama-cpp-exceed-context", 8_192],
      ["openai-context-length", 128_000],
    ] as const) {
      await using server = await startFixtureServer(fixture);
      await using model = await createChatModel(specOf(server.baseUrl, { contextTokens: 200_000 }));
      await expect(model.complete(REQUEST, going())).rejects.toMatchObject({ kind: "too-large" });
      expect(model.contextTokens).toBe(tokens);
    }
  });

  it("advises to set the context length when a refusal does not state it", async () => {
    await using server = await startFixtureServer((_request, response) => {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "Your prompt is too long", code: "context_length_exceeded" } }));
    });
    await using model = await createChatModel(specOf(server.baseUrl));
    const message = expect.stringMatching(/too long\. Set .* with --context-window\.$/);
    await expect(model.complete(REQUEST, going())).rejects.toMatchObject({ kind: "too-large", message });
  });

  it("names the endpoint that did not reply", async () => {
    await using server = await startFixtureServer(() => undefined);
    await using model = await createChatModel(specOf(server.baseUrl));
    const patience = new AbortController();
    const pinged = model.ping({ signal: patience.signal });
    patience.abort(new CallError("timeout", "No reply began within 4 seconds."));
    await expect(pinged).rejects.toMatchObject({
      kind: "timeout",
      message: `${server.baseUrl} does not answer. No reply began within 4 seconds.`,
    });
  });
});
