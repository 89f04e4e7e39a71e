import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as library from "../src/index.ts";
import { FAST } from "./calling.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the example of the README", () => {
  it("runs, and prints status, limit and accounts", async () => {
    const [, example = ""] = /```js\nimport [^\n]*\n([^]*?)```/.exec(README) ?? [];
    const printed: unknown[][] = [];
    const given = {
      startSimulatedProvider: (options: library.SimulationOptions) =>
        library.startSimulatedProvider({ ...options, latency: FAST }),
      console: { log: (...values: unknown[]) => printed.push(values) },
    };
    const source = `return (async () => { ${example} })();`;
    await (new Function(...Object.keys(given), source)(...Object.values(given)) as Promise<void>);
    expect(printed).toEqual([
      [200, "499"],
      [expect.objectContaining({ calls: 1, complete: 1, rateLimited: 0, tokensCharged: 100 })],
    ]);
  });
});

describe("the names in the README", () => {
  it("include every export that is called", () => {
    const { USUAL_FAULTS: _, ...called } = library;
    for (const name of Object.keys(called)) expect(README).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it("are those of all options, with their defaults", () => {
    const rows = README.split("\n").filter((line) => line.startsWith("| `"));
    const cells = rows.map((row) => row.split("|").map((cell) => cell.trim().replaceAll("`", "")));
    const named = Object.fromEntries(cells.map(([, option = "", value]) => [option, value]));
    expect(Object.keys(named).toSorted()).toEqual(Object.keys(library.simulationSchema.shape).toSorted());
    const written = (value: unknown): string =>
      value === null || (Array.isArray(value) && value.length === 0)
        ? "none"
        : typeof value === "number"
          ? value.toLocaleString("en")
          : String(value);
    const { faults, latency, ...defaults } = library.checkSimulation();
    expect(named).toEqual({
      ...Object.fromEntries(Object.entries(defaults).map(([option, value]) => [option, written(value)])),
      faults: Object.values(faults).every((rate) => rate === 0) ? "none" : "usual",
      latency: latency.tokensPerSecond === 90 ? "a usual hosted model" : "another model",
    });
  });

  it("of endpoints are served", async () => {
    await using provider = await library.startSimulatedProvider({ latency: FAST });
    const endpoints = [...README.matchAll(/`(GET|POST) (\/[\w/]+)`/g)];
    expect(endpoints.map(([, , path]) => path)).toEqual([
      "/v1/chat/completions",
      "/v1/embeddings",
      "/v1/models",
      "/accounts",
      "/reset",
    ]);
    for (const [, method = "", path] of endpoints) {
      const response = await fetch(new URL(path ?? "", provider.url), {
        method,
        ...(method === "POST" ? { body: "{}" } : {}),
      });
      expect(response.status, path).not.toBe(404);
      await response.body?.cancel();
    }
  });
});
