import { describe, expect, it } from "vitest";
import type { SimulatedServer } from "../src/index.ts";
import { chat, choices, errorOf, events, FAST, FORMAT, CHUNKS, post, start } from "./calling.ts";

describe("the simulated provider over HTTP", () => {
  it("answers a chat call with an entry for each chunk, usage and limits", async () => {
    const server = await start();
    const response = await chat(server, CHUNKS, FORMAT);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-ratelimit-limit-requests": "500",
      "x-ratelimit-remaining-requests": "499",
      "x-ratelimit-reset-requests": "120ms",
      "x-ratelimit-limit-tokens": "200000",
      "x-ratelimit-remaining-tokens": "196000",
      "x-ratelimit-reset-tokens": "1.2s",
    });
    const body = (await response.json()) as {
      choices: [{ message: { content: string }; finish_reason: string }];
      usage: { prompt_tokens: number; completion_tokens: number };
    };
    const [choice] = body.choices;
    expect(choice.finish_reason).toBe("stop");
    const { chunks } = JSON.parse(choice.message.content) as { chunks: { label: string }[] };
    expect(chunks.map(({ label }) => label)).toEqual(["c1", "c2"]);
    expect(body.usage.prompt_tokens).toBe(Math.ceil(CHUNKS.length / 4));
    expect(Math.abs(body.usage.completion_tokens - 440)).toBeLessThanOrEqual(44);
  });

  it("streams the same words, then the finish reason, the usage if requested, and [DONE]", async () => {
    const server = await start();
    const whole = (await (await chat(server, CHUNKS, FORMAT)).json()) as {
      choices: [{ message: { content: string } }];
    };
    const streamed = await chat(server, CHUNKS, { ...FORMAT, stream: true, stream_options: { include_usage: true } });
    expect(streamed.headers.get("content-type")).toMatch("text/event-stream");
    const list = await events(streamed);
    expect(list.at(-1)).toBe("[DONE]");
    expect(list.at(-2)).toMatchObject({ choices: [], usage: { prompt_tokens: Math.ceil(CHUNKS.length / 4) } });
    const words = choices(list).map(({ delta }) => delta.content ?? "");
    expect(words.join("")).toBe(whole.choices[0].message.content);
    expect(choices(list).at(-1)?.finish_reason).toBe("stop");
    expect(await events(await chat(server, CHUNKS, { stream: true }))).not.toContainEqual(
      expect.objectContaining({ usage: expect.anything() }),
    );
  });
});

describe("a stream", () => {
  it("arrives in pieces that make up the whole", async () => {
    const latency = { ...FAST, tokensPerSecond: 4_400, speedSigma: 0 };
    const server = await start({ latency, pieceMs: 10 });
    const whole = (await (await chat(server, CHUNKS, FORMAT)).json()) as {
      choices: [{ message: { content: string } }];
    };
    const list = choices(await events(await chat(server, CHUNKS, { ...FORMAT, stream: true })));
    const pieces = list.map(({ delta }) => delta.content ?? "").filter((piece) => piece !== "");
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("")).toBe(whole.choices[0].message.content);
  });
});

describe("a wrong request", () => {
  it("gets the answer of OpenAI: key, model, JSON, address, schema, context, dimensions", async () => {
    const server = await start({
      apiKey: "right",
      models: ["simulated"],
      structuredOutputs: false,
      contextTokens: 5_000,
    });
    const key = { authorization: "Bearer right" };
    const ask = (more: Record<string, unknown>) =>
      post(
        server,
        "/chat/completions",
        { model: "simulated", messages: [{ role: "user", content: "Hi" }], ...more },
        key,
      );
    const answers = await Promise.all([
      chat(server, "Hi"),
      ask({ model: "gpt-5" }),
      post(server, "/chat/completions", undefined, key),
      post(server, "/completions", {}, key),
      ask(FORMAT),
      ask({ max_tokens: 5_000 }),
      post(server, "/embeddings", { model: "simulated", input: ["a"], dimensions: 0 }, key),
    ]);
    const refusals = await Promise.all(answers.map(async (answer) => [answer.status, (await errorOf(answer))["code"]]));
    expect(refusals).toEqual([
      [401, "invalid_api_key"],
      [404, "model_not_found"],
      [400, null],
      [404, "unknown_url"],
      [400, null],
      [400, "context_length_exceeded"],
      [400, null],
    ]);
    expect(server.accounts.chat).toMatchObject({ calls: 5, refused: 5, failed: 5, admitted: 0, tokensCharged: 0 });
    expect(server.accounts.embeddings).toMatchObject({ calls: 1, refused: 1 });
  });

  it("may be `max_tokens` or a temperature for a model that reasons, which bills its hidden tokens", async () => {
    const server = await start({ reasoningTokens: 300 });
    expect((await errorOf(await chat(server, "Hi")))["code"]).toBe("unsupported_parameter");
    const limited = { max_tokens: undefined, max_completion_tokens: 4000 };
    expect((await errorOf(await chat(server, "Hi", { ...limited, temperature: 0 })))["code"]).toBe("unsupported_value");
    const body = (await (await chat(server, CHUNKS, { ...FORMAT, ...limited })).json()) as { usage: unknown };
    expect(body.usage).toMatchObject({ completion_tokens_details: { reasoning_tokens: 300 } });
  });
});

describe("limits over HTTP", () => {
  it("refuse with the used and requested amounts, and the time to wait", async () => {
    const server = await start({ tpm: 6_000 });
    await chat(server, "one");
    const response = await chat(server, "two");
    expect(response.status).toBe(429);
    const error = await errorOf(response);
    expect(error).toMatchObject({ code: "rate_limit_exceeded", type: "tokens" });
    const [, used, wait] =
      /Limit 6000, Used (\d+), Requested 4000\. Please try again in ([\d.]+)s\./.exec(String(error["message"])) ?? [];
    expect(Number(wait)).toBeCloseTo(((Number(used) + 4000 - 6000) * 60) / 6000, 1);
    expect(Number(response.headers.get("retry-after-ms"))).toBeCloseTo(Number(wait) * 1000, 0);
    expect(Number(response.headers.get("retry-after"))).toBe(Math.ceil(Number(wait)));
    expect(server.accounts.chat).toMatchObject({
      calls: 2,
      admitted: 1,
      complete: 1,
      rateLimited: 1,
      tokensCharged: 4000,
    });
  });

  it("always refuse a call that is larger than they are", async () => {
    const server = await start({ tpm: 3_000 });
    const response = await chat(server, "one");
    expect(response.status).toBe(429);
    expect((await errorOf(response))["message"]).toMatch(/^Request too large for .* Limit 3000, Requested 4000\./);
    expect(response.headers.has("retry-after")).toBe(false);
    expect(server.accounts.chat).toMatchObject({ tooLarge: 1, rateLimited: 0 });
  });

  it.each([
    ["absent", []],
    ["-1", ["-1", "-1", "-1", "-1", "-1", "-1"]],
  ] as const)("show headers that are %s", async (headers, shown) => {
    const response = await chat(await start({ headers }), "one");
    const limits = [...response.headers].filter(([name]) => name.startsWith("x-ratelimit"));
    expect(limits.map(([, value]) => value)).toEqual(shown);
  });
});

describe("embeddings over HTTP", () => {
  it("are the same vectors as floats and as base64, with the requested dimensions", async () => {
    const server = await start();
    const body = { model: "simulated-embedding", input: ["deep sleep", "deep water", "a cello"], dimensions: 64 };
    const embed = async (more: Record<string, unknown>) => {
      const response = await post(server, "/embeddings", { ...body, ...more });
      return (await response.json()) as { data: { embedding: number[] | string }[]; usage: { prompt_tokens: number } };
    };
    const floats = await embed({});
    const base64 = await embed({ encoding_format: "base64" });
    const [sleep, water, cello] = floats.data.map(({ embedding }) => embedding as number[]);
    for (const [index, { embedding }] of base64.data.entries()) {
      const bytes = Buffer.from(embedding as string, "base64");
      expect(Array.from({ length: 64 }, (_, at) => bytes.readFloatLE(at * 4))).toEqual(floats.data[index]?.embedding);
    }
    const product = (a: number[] = [], b: number[] = []) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    expect(product(sleep, sleep)).toBeCloseTo(1);
    expect(product(sleep, water)).toBeGreaterThan(product(sleep, cello));
    expect(floats.usage.prompt_tokens).toBe(7);
    expect(server.accounts.embeddings).toMatchObject({ calls: 2, complete: 2, inputTokens: 14 });
  });
});

describe("the accounts over HTTP", () => {
  it("are served, and cleared", async () => {
    const server = await start();
    const root = server.url.replace(/\/v1$/, "");
    await chat(server, "one");
    await chat(server, "one");
    await chat(server, "two");
    const accounts = (await (await fetch(`${root}/accounts`)).json()) as SimulatedServer["accounts"];
    expect(accounts).toEqual(JSON.parse(JSON.stringify(server.accounts)));
    expect(accounts.chat).toMatchObject({ calls: 3, admitted: 3, complete: 3, inFlight: 0, tokensCharged: 12_000 });
    expect(Object.values(accounts.prompts).toSorted()).toEqual([1, 2]);
    expect(server.log.map(({ attempt, result }) => [attempt, result])).toEqual([
      [0, "complete"],
      [1, "complete"],
      [0, "complete"],
    ]);
    await fetch(`${root}/reset`, { method: "POST" });
    expect(server.accounts).toMatchObject({ chat: { calls: 0, tokensCharged: 0 }, prompts: {} });
  });
});
