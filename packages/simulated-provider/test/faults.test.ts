import { describe, expect, it } from "vitest";
import type { SimulationOptions } from "../src/index.ts";
import { chat, choices, errorOf, events, FAST, FORMAT, CHUNKS, start } from "./calling.ts";

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
    expect(server.accounts.chat).toMatchObject({ admitted: 1, failed: 1, faults: { [fault]: 1 } });
    expect((await chat(server, "water")).status).toBe(200);
  });

  it("refusal: in a field of its own, streamed or not", async () => {
    const server = await faulty("refusal");
    const body = (await (await chat(server, "poison")).json()) as { choices: [{ message: unknown }] };
    expect(body.choices[0].message).toMatchObject({ content: null, refusal: expect.stringContaining("sorry") });
    const list = choices(await events(await chat(server, "poison", { stream: true })));
    expect(list.map(({ delta }) => delta.refusal ?? "").join("")).toContain("sorry");
  });

  it("wrong-schema, omission and bad-json: a complete reply that is unusable", async () => {
    const texts = await Promise.all(
      (["wrong-schema", "omission", "bad-json"] as const).map(async (fault) => {
        const response = await chat(await faulty(fault), `${CHUNKS}poison`, FORMAT);
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
    expect(server.accounts.chat).toMatchObject({ admitted: 2, lost: 2, complete: 0 });
  });

  it("hang: nothing arrives until the caller disconnects", async () => {
    const server = await faulty("hang");
    const patience = new AbortController();
    const body = JSON.stringify({ model: "simulated", messages: [{ role: "user", content: "poison" }] });
    const hanging = fetch(`${server.url}/chat/completions`, { method: "POST", body, signal: patience.signal });
    await expect.poll(() => server.accounts.chat.inFlight).toBe(1);
    expect(await (await chat(server, "water")).json()).toMatchObject({ object: "chat.completion" });
    patience.abort();
    await expect(hanging).rejects.toThrow();
    await expect.poll(() => server.accounts.chat).toMatchObject({ abandoned: 1, inFlight: 0, complete: 1 });
  });

  it("cut-off: by a fault, and by the limit of the call", async () => {
    const rates = { cutOff: 1 };
    const cut = (await (await chat(await start({ faults: rates }), CHUNKS, FORMAT)).json()) as {
      choices: [{ finish_reason: string; message: { content: string } }];
      usage: { completion_tokens: number };
    };
    expect(cut.choices[0].finish_reason).toBe("length");
    expect(() => JSON.parse(cut.choices[0].message.content)).toThrow(SyntaxError);
    const limited = (await (await chat(await start(), CHUNKS, { ...FORMAT, max_tokens: 100 })).json()) as typeof cut;
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
    expect(server.accounts.chat).toMatchObject({ calls: 1, admitted: 0, failed: 1, tokensCharged: 0 });
  });

  it("an outage loses connections", async () => {
    const server = await start({ phases: [{ kind: "outage", shape: "reset", ...all }] });
    await expect(chat(server, "Hi")).rejects.toThrow();
    expect(server.accounts.chat).toMatchObject({ calls: 1, lost: 1, faults: { outage: 1 } });
  });

  it("an outage may refuse connections and break off replies in flight, and ends", async () => {
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
