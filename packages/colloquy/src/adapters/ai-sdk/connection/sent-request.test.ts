import { expect, it } from "vitest";
import { serverOf, temperatureIn } from "./sent-request.ts";

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
])("finds the temperature in %s", (body, told) => {
  expect(temperatureIn(body)).toEqual(told);
});
