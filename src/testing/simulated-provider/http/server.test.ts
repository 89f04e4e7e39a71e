import { afterEach, describe, expect, it } from "vitest";
import type { SimulationOptions } from "../options.ts";
import { type SimulatedServer, startSimulatedProvider } from "./start.ts";

const SCHEMA = {
  type: "object",
  properties: {
    chunks: {
      type: "array",
      items: {
        type: "object",
        properties: {
          label: { type: "string" },
          entities: { type: "array", items: { type: "object", properties: {} } },
        },
      },
    },
  },
};
const FAST = { firstTokenMs: 0, tokensPerSecond: 1e9, embeddingMs: 0, embeddingMsPerToken: 0, stragglers: 0 };

const servers: SimulatedServer[] = [];

async function start(options: SimulationOptions = {}): Promise<SimulatedServer> {
  const server = await startSimulatedProvider({ latency: FAST, ...options });
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function post(server: SimulatedServer, path: string, body: unknown, headers: Record<string, string> = {}) {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  return fetch(`${server.url}${path}`, init);
}

function chat(server: SimulatedServer, words: string, more: Record<string, unknown> = {}) {
  const messages = [{ role: "user", content: words }];
  return post(server, "/chat/completions", { model: "simulated", messages, max_tokens: 4000, ...more });
}

const PASSAGES = "=== c1 ===\n> Ada: Regular sleep reduces anxiety.\n\n=== c2 ===\n> Rain.\n\n=== end ===\n";
const FORMAT = { response_format: { type: "json_schema", json_schema: { name: "reply", schema: SCHEMA } } };

/** The events of a stream, `[DONE]` as it is. */
async function events(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split("\n\n").filter((line) => line !== "");
  return lines.map((line) => {
    expect(line.startsWith("data: ")).toBe(true);
    const data = line.slice(6);
    return data === "[DONE]" ? data : JSON.parse(data);
  });
}

interface Choice {
  readonly delta: { readonly content?: string; readonly refusal?: string };
  readonly finish_reason: string | null;
}

function choices(list: readonly unknown[]): Choice[] {
  return list.flatMap((event) => (event as { choices?: Choice[] }).choices ?? []);
}

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return ((await response.json()) as { error: Record<string, unknown> }).error;
}

describe("the simulated provider over HTTP", () => {
  it("answers a chat call with an entry for each passage, usage and limits", async () => {
    const server = await start();
    const response = await chat(server, PASSAGES, FORMAT);
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
    expect(body.usage.prompt_tokens).toBe(Math.ceil(PASSAGES.length / 4));
    expect(Math.abs(body.usage.completion_tokens - 440)).toBeLessThanOrEqual(44);
  });

  it("streams the same words, then the finish reason, the usage where it is wanted, and [DONE]", async () => {
    const server = await start();
    const whole = (await (await chat(server, PASSAGES, FORMAT)).json()) as {
      choices: [{ message: { content: string } }];
    };
    const streamed = await chat(server, PASSAGES, { ...FORMAT, stream: true, stream_options: { include_usage: true } });
    expect(streamed.headers.get("content-type")).toMatch("text/event-stream");
    const list = await events(streamed);
    expect(list.at(-1)).toBe("[DONE]");
    expect(list.at(-2)).toMatchObject({ choices: [], usage: { prompt_tokens: Math.ceil(PASSAGES.length / 4) } });
    const words = choices(list).map(({ delta }) => delta.content ?? "");
    expect(words.join("")).toBe(whole.choices[0].message.content);
    expect(choices(list).at(-1)?.finish_reason).toBe("stop");
    expect(await events(await chat(server, PASSAGES, { stream: true }))).not.toContainEqual(
      expect.objectContaining({ usage: expect.anything() }),
    );
  });
});

describe("a stream", () => {
  it("comes in pieces that make up the whole", async () => {
    const latency = { ...FAST, tokensPerSecond: 4_400, speedSigma: 0 };
    const server = await start({ latency, pieceMs: 10 });
    const whole = (await (await chat(server, PASSAGES, FORMAT)).json()) as {
      choices: [{ message: { content: string } }];
    };
    const list = choices(await events(await chat(server, PASSAGES, { ...FORMAT, stream: true })));
    const pieces = list.map(({ delta }) => delta.content ?? "").filter((piece) => piece !== "");
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("")).toBe(whole.choices[0].message.content);
  });
});

describe("what a caller does wrong", () => {
  it("is told as OpenAI tells it: key, model, JSON, address, schema, context, dimensions", async () => {
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
    const told = await Promise.all(answers.map(async (answer) => [answer.status, (await errorOf(answer))["code"]]));
    expect(told).toEqual([
      [401, "invalid_api_key"],
      [404, "model_not_found"],
      [400, null],
      [404, "unknown_url"],
      [400, null],
      [400, "context_length_exceeded"],
      [400, null],
    ]);
    expect(server.books.chat).toMatchObject({ calls: 5, refused: 5, failed: 5, admitted: 0, tokensCharged: 0 });
    expect(server.books.embeddings).toMatchObject({ calls: 1, refused: 1 });
  });

  it("is a `max_tokens` or a temperature for a model that reasons, which bills its hidden tokens", async () => {
    const server = await start({ reasoningTokens: 300 });
    expect((await errorOf(await chat(server, "Hi")))["code"]).toBe("unsupported_parameter");
    const limited = { max_tokens: undefined, max_completion_tokens: 4000 };
    expect((await errorOf(await chat(server, "Hi", { ...limited, temperature: 0 })))["code"]).toBe("unsupported_value");
    const body = (await (await chat(server, PASSAGES, { ...FORMAT, ...limited })).json()) as { usage: unknown };
    expect(body.usage).toMatchObject({ completion_tokens_details: { reasoning_tokens: 300 } });
  });
});

describe("limits over HTTP", () => {
  it("refuse with what is used and asked for, and how long to wait", async () => {
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
    expect(server.books.chat).toMatchObject({
      calls: 2,
      admitted: 1,
      complete: 1,
      rateLimited: 1,
      tokensCharged: 4000,
    });
  });

  it("refuse a call that is larger than they are, for good", async () => {
    const server = await start({ tpm: 3_000 });
    const response = await chat(server, "one");
    expect(response.status).toBe(429);
    expect((await errorOf(response))["message"]).toMatch(/^Request too large for .* Limit 3000, Requested 4000\./);
    expect(response.headers.has("retry-after")).toBe(false);
    expect(server.books.chat).toMatchObject({ tooLarge: 1, rateLimited: 0 });
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
  it("are the same vectors as floats and as base64, of the dimensions asked for", async () => {
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
    expect(server.books.embeddings).toMatchObject({ calls: 2, complete: 2, inputTokens: 14 });
  });
});

describe("faults over HTTP", () => {
  const faulty = (fault: NonNullable<SimulationOptions["triggers"]>[number]["fault"]) =>
    start({ triggers: [{ contains: "poison", fault }] });

  it.each([
    ["server-error", 500, "server_error"],
    ["bad-request", 400, "invalid_request_error"],
  ] as const)("%s", async (fault, status, type) => {
    const server = await faulty(fault);
    const response = await chat(server, "poison");
    expect([response.status, (await errorOf(response))["type"]]).toEqual([status, type]);
    expect(server.books.chat).toMatchObject({ admitted: 1, failed: 1, faults: { [fault]: 1 } });
    expect((await chat(server, "water")).status).toBe(200);
  });

  it("refusal: in a field of its own, streamed or not", async () => {
    const server = await faulty("refusal");
    const body = (await (await chat(server, "poison")).json()) as { choices: [{ message: unknown }] };
    expect(body.choices[0].message).toMatchObject({ content: null, refusal: expect.stringContaining("sorry") });
    const list = choices(await events(await chat(server, "poison", { stream: true })));
    expect(list.map(({ delta }) => delta.refusal ?? "").join("")).toContain("sorry");
  });

  it("wrong-schema, omission and bad-json: a whole reply that is of no use", async () => {
    const texts = await Promise.all(
      (["wrong-schema", "omission", "bad-json"] as const).map(async (fault) => {
        const response = await chat(await faulty(fault), `${PASSAGES}poison`, FORMAT);
        return ((await response.json()) as { choices: [{ message: { content: string } }] }).choices[0].message.content;
      }),
    );
    expect(Object.keys(JSON.parse(texts[0] ?? "") as object)).not.toContain("chunks");
    expect(JSON.parse(texts[1] ?? "")).toEqual({ chunks: [] });
    expect(() => JSON.parse(texts[2] ?? "")).toThrow(SyntaxError);
  });

  it("huge: a reply of 50 MB", async () => {
    const response = await chat(await faulty("huge"), "poison", { stream: true });
    let bytes = 0;
    for await (const part of response.body ?? []) bytes += (part as Uint8Array).length;
    expect(bytes).toBeGreaterThan(50_000_000);
  });

  it("reset: the connection is lost", async () => {
    const server = await faulty("reset");
    await expect(chat(server, "poison").then((response) => response.text())).rejects.toThrow();
    await expect(chat(server, "poison", { stream: true }).then((response) => response.text())).rejects.toThrow();
    expect(server.books.chat).toMatchObject({ admitted: 2, lost: 2, complete: 0 });
  });

  it("hang: nothing comes until the caller goes away", async () => {
    const server = await faulty("hang");
    const patience = new AbortController();
    const body = JSON.stringify({ model: "simulated", messages: [{ role: "user", content: "poison" }] });
    const hanging = fetch(`${server.url}/chat/completions`, { method: "POST", body, signal: patience.signal });
    await expect.poll(() => server.books.chat.inFlight).toBe(1);
    expect(await (await chat(server, "water")).json()).toMatchObject({ object: "chat.completion" });
    patience.abort();
    await expect(hanging).rejects.toThrow();
    await expect.poll(() => server.books.chat).toMatchObject({ abandoned: 1, inFlight: 0, complete: 1 });
  });

  it("cut-off: by its own fault, and by the caller's limit", async () => {
    const rates = { cutOff: 1 };
    const cut = (await (await chat(await start({ faults: rates }), PASSAGES, FORMAT)).json()) as {
      choices: [{ finish_reason: string; message: { content: string } }];
      usage: { completion_tokens: number };
    };
    expect(cut.choices[0].finish_reason).toBe("length");
    expect(() => JSON.parse(cut.choices[0].message.content)).toThrow(SyntaxError);
    const limited = (await (await chat(await start(), PASSAGES, { ...FORMAT, max_tokens: 100 })).json()) as typeof cut;
    expect(limited.choices[0].finish_reason).toBe("length");
    expect(limited.usage.completion_tokens).toBe(100);
  });
});

describe("scripted phases over HTTP", () => {
  const all = { fromSeconds: 0, toSeconds: 1e6 };

  it.each([
    [{ kind: "storm", share: 1, ...all }, 429, "rate_limit_exceeded"],
    [{ kind: "slow-down", share: 1, ...all }, 503, "slow_down"],
    [{ kind: "quota", ...all }, 429, "insufficient_quota"],
    [{ kind: "outage", shape: "error", ...all }, 500, null],
  ] as const)("%o", async (phase, status, code) => {
    const server = await start({ phases: [phase] });
    const response = await chat(server, "Hi");
    expect([response.status, (await errorOf(response))["code"]]).toEqual([status, code]);
    expect(server.books.chat).toMatchObject({ calls: 1, admitted: 0, failed: 1, tokensCharged: 0 });
  });

  it("an outage loses connections", async () => {
    const server = await start({ phases: [{ kind: "outage", shape: "reset", ...all }] });
    await expect(chat(server, "Hi")).rejects.toThrow();
    expect(server.books.chat).toMatchObject({ calls: 1, lost: 1, faults: { outage: 1 } });
  });

  it("an outage may refuse connections, breaking off what is under way, and is over afterwards", async () => {
    const phases = [{ kind: "outage", shape: "refused", fromSeconds: 0.1, toSeconds: 1.5 } as const];
    const server = await start({ phases, latency: { ...FAST, firstTokenMs: 60_000, firstTokenSigma: 0 } });
    await expect(chat(server, "slow")).rejects.toThrow();
    const models = () =>
      fetch(`${server.url}/models`).then(
        ({ status }) => status,
        (error: { cause: { code: string } }) => error.cause.code,
      );
    await expect.poll(models, { timeout: 30_000 }).toBe("ECONNREFUSED");
    await expect.poll(models, { timeout: 30_000 }).toBe(200);
  });
});

describe("the books over HTTP", () => {
  it("are served, and cleared", async () => {
    const server = await start();
    const root = server.url.replace(/\/v1$/, "");
    await chat(server, "one");
    await chat(server, "one");
    await chat(server, "two");
    const books = (await (await fetch(`${root}/books`)).json()) as SimulatedServer["books"];
    expect(books).toEqual(JSON.parse(JSON.stringify(server.books)));
    expect(books.chat).toMatchObject({ calls: 3, admitted: 3, complete: 3, inFlight: 0, tokensCharged: 12_000 });
    expect(Object.values(books.prompts).toSorted()).toEqual([1, 2]);
    expect(server.log.map(({ attempt, result }) => [attempt, result])).toEqual([
      [0, "complete"],
      [1, "complete"],
      [0, "complete"],
    ]);
    await fetch(`${root}/reset`, { method: "POST" });
    expect(server.books).toMatchObject({ chat: { calls: 0, tokensCharged: 0 }, prompts: {} });
  });
});
