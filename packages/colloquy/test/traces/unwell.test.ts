import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { openTelemetry } from "../../src/composition/telemetry.ts";
import { type Answer, deadAddress, NEVER, startTraceReceiver } from "./receiver.ts";
import { CONTENT, openFor, traceRun } from "./traced-run.ts";

/** Warnings of a run's spans, each sent on its own. */
async function warningsOf(environment: Record<string, string>): Promise<readonly string[]> {
  const { telemetry, warnings } = await openFor(environment);
  traceRun(telemetry);
  await telemetry.links();
  traceRun(telemetry);
  await telemetry[Symbol.asyncDispose]();
  return warnings;
}

async function warningsAfter(
  answer: Answer,
): Promise<{ readonly warnings: readonly string[]; readonly address: string }> {
  await using receiver = await startTraceReceiver({ answer });
  const warnings = await warningsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  return { warnings, address: `${receiver.url}/v1/traces` };
}

describe("a failing receiver causes one warning and does not stop the run", () => {
  it("when nothing listens there", async () => {
    const dead = await deadAddress();
    expect(await warningsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: dead })).toEqual([
      `Traces could not be sent to ${dead}/v1/traces: the connection was refused. The run goes on without them; check OTEL_EXPORTER_OTLP_ENDPOINT.`,
    ]);
  });

  it.each([401, 403])("when it refuses the key with %d", async (status) => {
    const { warnings, address } = await warningsAfter((response) => response.writeHead(status).end("no"));
    expect(warnings).toEqual([
      `Traces could not be sent to ${address}: it refused the key (HTTP ${status}). The run goes on without them; check OTEL_EXPORTER_OTLP_HEADERS.`,
    ]);
  });

  it("when LangSmith refuses the key", async () => {
    await using langSmith = await startTraceReceiver({ answer: (response) => response.writeHead(403).end() });
    const warnings = await warningsOf({
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "lsv2_wrong",
      LANGSMITH_ENDPOINT: langSmith.url,
    });
    expect(warnings).toEqual([expect.stringMatching(/it refused the key \(HTTP 403\)\. .*check LANGSMITH_API_KEY\.$/)]);
    expect(warnings[0]).not.toContain("lsv2_wrong");
    expect(langSmith.posts).toHaveLength(1);
    expect(langSmith.lookups).toEqual([]);
  });

  it("when it never answers; the traced work does not wait for it", async () => {
    await using receiver = await startTraceReceiver({ answer: NEVER });
    const { telemetry, warnings } = await openFor({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_TIMEOUT: "300",
    });
    for (let run = 0; run < 1_000; run += 1) traceRun(telemetry);
    await telemetry[Symbol.asyncDispose]();
    // The real wait, of 300 ms or more, with its unit: see failureSentence.
    expect(warnings).toEqual([
      expect.stringMatching(
        /: it did not answer within ([3-9]\d\d ms|\d+ s)\. The run goes on without them; check the receiver/,
      ),
    ]);
  });

  it.each<[string, Answer, string]>([
    [
      "answers with a web page",
      (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html></html>"),
      "it replied with a web page",
    ],
    [
      "answers with meaningless bytes",
      (response) => response.writeHead(200).end(Buffer.from([0xff, 0xff, 0xff, 0xff])),
      "its reply is not a trace receiver's",
    ],
    [
      "answers without an end",
      (response) => void response.writeHead(200).write(Buffer.alloc(1_000_000)),
      "its reply is not a trace receiver's",
    ],
    ["has no such path", (response) => response.writeHead(404).end(), "it answered with HTTP 404"],
    [
      "redirects",
      (response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end(),
      "it answered with HTTP 302",
    ],
    ["breaks", (response) => response.writeHead(500).end(), "it answered with HTTP 500"],
    [
      "accepts no spans",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end('{"partialSuccess":{"rejectedSpans":"5","errorMessage":"quota"}}');
      },
      "it refused 5 spans (quota)",
    ],
  ])("where it %s", async (_, answer, cause) => {
    const { warnings, address } = await warningsAfter(answer);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`Traces could not be sent to ${address}: ${cause}. The run goes on without them; `);
  });

  it("when the server there does not use HTTP", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).end("SSH-2.0-OpenSSH_9.9\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const warnings = await warningsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
    server.close();
    expect(warnings).toEqual([expect.stringContaining(": the server there does not use HTTP. ")]);
  });

  it("and a working receiver causes no warning", async () => {
    const { warnings } = await warningsAfter((response) =>
      response.writeHead(200, { "content-type": "application/json" }).end("{}"),
    );
    expect(warnings).toEqual([]);
  });
});

describe("a listener that throws at a warning", () => {
  it("ends neither the run nor the process", async () => {
    const telemetry = await openTelemetry({
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: await deadAddress() },
      traceContent: false,
      warn: () => {
        throw new Error("The listener is broken.");
      },
    });
    traceRun(telemetry);
    await expect(telemetry[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });
});

describe("a receiver that is busy for a moment", () => {
  it("gets the spans with the next attempt, without a warning", async () => {
    let posts = 0;
    await using receiver = await startTraceReceiver({
      answer: (response) => {
        posts += 1;
        response.writeHead(posts === 1 ? 503 : 200, { "retry-after": "0" }).end();
      },
    });
    const { telemetry, warnings } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    traceRun(telemetry);
    await telemetry[Symbol.asyncDispose]();
    expect(posts).toBe(2);
    expect(warnings).toEqual([]);
  });
});

describe("spans that arrive faster than the receiver accepts them", () => {
  it("are dropped, and one warning at the end reports their number", async () => {
    await using receiver = await startTraceReceiver();
    // The queue of spans with content is shorter: it is sent long before the wait at the end is over.
    const { telemetry, warnings } = await openFor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, true);
    for (let run = 0; run < 1_000; run += 1) traceRun(telemetry, CONTENT);
    await telemetry[Symbol.asyncDispose]();
    const lost = 5_000 - receiver.spans.length;
    expect(lost).toBeGreaterThan(0);
    expect(warnings).toEqual([
      `${lost} of 5000 spans were not sent to ${receiver.url}/v1/traces, because they arrived faster than it accepted them: the trace is incomplete. The results of the run are not.`,
    ]);
  });
});
