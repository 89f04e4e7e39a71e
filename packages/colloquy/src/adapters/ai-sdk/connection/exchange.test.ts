import { describe, expect, it } from "vitest";
import { Exchange, serverOf, temperatureIn } from "./exchange.ts";

describe("Exchange", () => {
  it("computes resets by the provider's clock, which may be wrong", () => {
    const exchange = new Exchange({ streamed: true, maxReplyBytes: 1 });
    exchange.begin({
      date: "Sat, 01 Mar 2025 12:00:00 GMT",
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "49",
      "anthropic-ratelimit-requests-reset": "2025-03-01T12:00:01Z",
    });
    expect(exchange.limits).toEqual([{ resource: "requests", limit: 50, remaining: 49, resetMs: 1000 }]);
  });

  it("reports the limits and then the head, once each", () => {
    const reports: unknown[] = [];
    const exchange = new Exchange(
      { streamed: true, maxReplyBytes: 1 },
      { onLimits: (limits) => reports.push(limits), onProgress: (tokens) => reports.push(tokens) },
    );
    exchange.begin({});
    expect(reports).toEqual([[], 0]);
  });

  it("keeps the first reason of an interrupted response", () => {
    const exchange = new Exchange({ streamed: true, maxReplyBytes: 1 });
    expect(exchange.broken).toBeUndefined();
    exchange.break("reset");
    exchange.break("aborted");
    expect(exchange.broken).toBe("reset");
  });
});

it.each([
  ["https://api.openai.com/v1/chat/completions", "api.openai.com", 443],
  ["http://127.0.0.1:8080/v1", "127.0.0.1", 8080],
  ["http://localhost/v1", "localhost", 80],
  ["http://[::1]:11434/v1", "::1", 11434],
])("names the server of %s", (url, address, port) => {
  expect(serverOf(new URL(url))).toEqual({ address, port });
});

it.each([
  ['{"temperature":0,"messages":[]}', { temperature: 0 }],
  ['{"generationConfig":{"temperature":0.5}}', { temperature: 0.5 }],
  ['{"messages":[{"content":"\\"temperature\\":1"}]}', {}],
  ['{"temperature":null}', {}],
  ["input=no+JSON", {}],
  [null, {}],
])("finds the temperature in %s", (body, temperature) => {
  expect(temperatureIn(body)).toEqual(temperature);
});
