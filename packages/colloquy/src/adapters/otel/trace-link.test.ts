import { expect, it } from "vitest";
import { webAddress } from "./trace-link.ts";

it.each([
  ["https://api.smith.langchain.com", "https://smith.langchain.com"],
  ["https://eu.api.smith.langchain.com", "https://eu.smith.langchain.com"],
  ["https://aws.api.smith.langchain.com", "https://aws.smith.langchain.com"],
  ["https://traces.example.org/api/v1", "https://traces.example.org"],
  ["https://example.org/smith/api", "https://example.org/smith"],
  ["http://localhost:1984", "http://localhost:1984"],
])("links traces at %s to %s", (endpoint, web) => {
  expect(webAddress(endpoint)).toBe(web);
});
