import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULTS } from "../../config/index.ts";
import type { Finding } from "./finding.ts";
import { checkTraces } from "./traces.ts";

const check = (environment: Record<string, string>, traceContent = false): Promise<readonly Finding[]> =>
  checkTraces({ environment, options: { ...DEFAULTS, traceContent } });

const receiver = createServer((socket) => socket.end());
let port = 0;
beforeAll(async () => {
  await once(receiver.listen(0, "127.0.0.1"), "listening");
  ({ port } = receiver.address() as AddressInfo);
});
afterAll(() => void receiver.close());

describe("the receivers of traces", () => {
  it("are shown with address, without key", async () => {
    const environment = {
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "a-secret-word",
      LANGSMITH_PROJECT: "talks",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:a-secret-word@127.0.0.1:${port}?key=a-secret-word`,
    };
    const findings = await check(environment);
    expect(findings.map(({ state, message }) => `${state}: ${message}`)).toEqual([
      "ok: LangSmith, project talks, at https://api.smith.langchain.com/otel/v1/traces, key from LANGSMITH_API_KEY, without prompts and replies (--trace-content)",
      `ok: http://127.0.0.1:${port}/v1/traces (OTEL_EXPORTER_OTLP_ENDPOINT), key from OTEL_EXPORTER_OTLP_HEADERS, without prompts and replies (--trace-content)`,
    ]);
    expect(JSON.stringify(findings)).not.toContain("a-secret-word");
    expect((await check(environment, true))[0]?.message).toMatch(/, with prompts and replies$/);
  });

  it("are a note when unreachable, because that stops no run", async () => {
    const closed = createServer();
    await once(closed.listen(0, "127.0.0.1"), "listening");
    const { port: dead } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, "close");
    expect(await check({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${dead}` })).toEqual([
      {
        name: "traces",
        state: "note",
        message: `http://127.0.0.1:${dead}/v1/traces (OTEL_EXPORTER_OTLP_ENDPOINT) refused the connection; runs continue without traces there.`,
      },
    ]);
  });

  it("are not shown without tracing", async () => {
    expect(await check({})).toEqual([]);
  });

  it("are a note when a key is unused, or a setting has no effect", async () => {
    expect(await check({ LANGCHAIN_API_KEY: "k" })).toEqual([
      {
        name: "traces",
        state: "note",
        message:
          "LANGCHAIN_API_KEY: set, but tracing is disabled, so nothing is sent; LANGSMITH_TRACING=true enables it.",
      },
    ]);
    expect(await check({ LANGSMITH_TRACING: "true" })).toMatchObject([
      { state: "note", message: expect.stringContaining("LANGSMITH_API_KEY is not set") },
    ]);
  });
});
