import { expect, it } from "vitest";
import { traceSite } from "./trace-site.ts";

const NAMED = { "openinference.project.name": "talks" };

it.each([
  ["https://cloud.langfuse.com/api/public/otel/v1/traces", {}, "langfuse", "https://cloud.langfuse.com"],
  ["https://example.org/lf/api/public/otel/v1/traces", {}, "langfuse", "https://example.org/lf"],
  ["http://localhost:6006/v1/traces", {}, "phoenix", "http://localhost:6006"],
  ["https://app.phoenix.arize.com/s/maya/v1/traces", {}, "phoenix", "https://app.phoenix.arize.com/s/maya"],
  ["https://traces.example.org/v1/traces", NAMED, "phoenix", "https://traces.example.org"],
])("finds the web site for traces at %s", (url, resource, kind, web) => {
  expect(traceSite(new URL(url), resource)).toEqual({ kind, web });
});

it.each([
  ["http://localhost:4318/v1/traces", {}],
  ["http://localhost:4318/v1/traces", NAMED],
  ["http://localhost:6006/other", NAMED],
  ["https://phoenix.arize.com.example.org/v1/traces", {}],
])("finds no web site for %s", (url, resource) => {
  expect(traceSite(new URL(url), resource)).toBeNull();
});
