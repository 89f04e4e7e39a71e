import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { deadAddress, startTraceReceiver } from "./receiver.ts";
import { CONTENT, openFor, traceRun } from "./traced-run.ts";

const PROJECT = { id: "11111111-aaaa", tenant_id: "22222222-bbbb", name: "my talks" };

async function traceTo(environment: Record<string, string>, traceContent = false) {
  const { telemetry, warnings } = await openFor(environment, traceContent);
  traceRun(telemetry, traceContent ? CONTENT : null);
  const links = await telemetry.links();
  await telemetry[Symbol.asyncDispose]();
  return { warnings, links };
}

describe("data sent to LangSmith", () => {
  it("includes spans, key, project and workspace, and its reply gives the run's link", async () => {
    await using langSmith = await startTraceReceiver({ projects: [PROJECT] });
    const { warnings, links } = await traceTo({
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "lsv2_key",
      LANGSMITH_PROJECT: "my talks",
      LANGSMITH_ENDPOINT: langSmith.url,
      LANGSMITH_WORKSPACE_ID: "22222222-bbbb",
    });
    expect(warnings).toEqual([]);
    expect(langSmith.posts[0]?.path).toBe("/otel/v1/traces");
    expect(langSmith.posts[0]?.headers).toMatchObject({
      "x-api-key": "lsv2_key",
      "langsmith-project": "my talks",
      "x-tenant-id": "22222222-bbbb",
    });
    const root = langSmith.spans.find(({ parentId }) => parentId === "");
    const id = root?.spanId ?? "";
    expect(langSmith.lookups).toEqual(["/sessions?name=my%20talks&limit=1"]);
    expect(links).toEqual([
      {
        traceId: root?.traceId,
        receiver: `${langSmith.url}/otel/v1/traces`,
        url: `${langSmith.url}/o/22222222-bbbb/projects/p/11111111-aaaa/r/00000000-0000-0000-${id.slice(0, 4)}-${id.slice(4)}?poll=true`,
      },
    ]);
  });

  it("goes to the project `default` without a project name, also with the older variables", async () => {
    await using langSmith = await startTraceReceiver();
    const { warnings, links } = await traceTo({
      LANGCHAIN_TRACING_V2: "true",
      LANGCHAIN_API_KEY: "lsv2_old",
      LANGCHAIN_ENDPOINT: langSmith.url,
    });
    expect(warnings).toEqual([]);
    expect(langSmith.posts[0]?.headers).toMatchObject({ "x-api-key": "lsv2_old", "langsmith-project": "default" });
    expect(links.map(({ url }) => url)).toEqual([`${langSmith.url}/projects`]);
  });

  it("includes prompts and replies in LangSmith's form when content is enabled", async () => {
    await using langSmith = await startTraceReceiver();
    const settings = { LANGSMITH_TRACING: "true", LANGSMITH_API_KEY: "k", LANGSMITH_ENDPOINT: langSmith.url };
    await traceTo(settings, true);
    const answered = langSmith.spans.find(({ attributes }) => attributes["colloquy.attempt"] === 2);
    expect(answered?.attributes).toMatchObject({
      "gen_ai.prompt.0.role": "system",
      "gen_ai.prompt.0.content": CONTENT.system,
      "gen_ai.prompt.1.role": "user",
      "gen_ai.prompt.1.content": CONTENT.prompt,
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.content": CONTENT.reply,
    });
  });

  it("is nothing, with one warning, when its key is missing", async () => {
    await using langSmith = await startTraceReceiver();
    const { warnings, links } = await traceTo({ LANGSMITH_TRACING: "true", LANGSMITH_ENDPOINT: langSmith.url });
    expect(warnings).toEqual([
      "Tracing to LangSmith is switched on, but LANGSMITH_API_KEY is not set: no traces are sent there. Set it, or unset LANGSMITH_TRACING.",
    ]);
    expect(langSmith.posts).toEqual([]);
    expect(links).toEqual([]);
  });

  it.each([
    ["LANGSMITH_PROJECT", "Разговоры", "Name the project in ASCII (letters from A to Z, digits), or unset it."],
    ["LANGCHAIN_PROJECT", "Gespräche", "Name the project in ASCII (letters from A to Z, digits), or unset it."],
    ["LANGSMITH_API_KEY", "lsv2_kéy", "Copy the key once more."],
    ["LANGSMITH_WORKSPACE_ID", "2222…bbbb", "Copy the id once more."],
  ])("is nothing, with one warning, when %s is %s, which a header cannot hold", async (variable, value, mend) => {
    await using langSmith = await startTraceReceiver();
    const { warnings } = await traceTo({
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "k",
      LANGSMITH_ENDPOINT: langSmith.url,
      [variable]: value,
    });
    expect(warnings).toEqual([
      `${variable} has characters that HTTP headers cannot send: no traces are sent to LangSmith. ${mend}`,
    ]);
    expect(langSmith.posts).toEqual([]);
  });

  it("is nothing, with a warning, when a switch is neither true nor false", async () => {
    await using langSmith = await startTraceReceiver();
    const settings = { LANGSMITH_API_KEY: "k", LANGSMITH_ENDPOINT: langSmith.url };
    const { warnings } = await traceTo({ ...settings, LANGSMITH_TRACING: "maybe" });
    expect(warnings).toEqual([
      "LANGSMITH_TRACING is neither true nor false, so no traces are sent to LangSmith; set it to true to send them, or unset it.",
    ]);
    for (const off of ["false", "0", "No", "off", " "])
      expect((await traceTo({ ...settings, LANGSMITH_TRACING: off })).warnings).toEqual([]);
    expect(langSmith.posts).toEqual([]);
  });

  it("is nothing when the newer variable is false and the older one is true", async () => {
    const { telemetry } = await openFor({
      LANGSMITH_TRACING: "false",
      LANGCHAIN_TRACING_V2: "true",
      LANGSMITH_API_KEY: "k",
      LANGSMITH_ENDPOINT: await deadAddress(),
    });
    traceRun(telemetry);
    expect(await telemetry.links()).toEqual([]);
  });
});

describe("the link to the trace of a run", () => {
  it("is built for Langfuse from the key's project", async () => {
    await using langfuse = await startTraceReceiver({ langfuseProjects: { data: [{ id: "cl0ab", name: "talks" }] } });
    const { links } = await traceTo({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${langfuse.url}/own/api/public/otel`,
      OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20c2VjcmV0",
    });
    const [{ traceId = "" } = {}] = langfuse.spans;
    expect(langfuse.lookups).toEqual(["/own/api/public/projects"]);
    expect(links).toEqual([
      {
        traceId,
        receiver: `${langfuse.url}/own/api/public/otel/v1/traces`,
        url: `${langfuse.url}/own/project/cl0ab/traces/${traceId}`,
      },
    ]);
  });

  it.each([
    ["nothing", {}],
    ["an invalid id", { data: [{ id: "../login" }] }],
  ])("is the id of the trace when Langfuse's project is %s", async (_, langfuseProjects) => {
    await using langfuse = await startTraceReceiver({ langfuseProjects });
    const { warnings, links } = await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: `${langfuse.url}/api/public/otel` });
    expect(warnings).toEqual([]);
    expect(links).toMatchObject([{ traceId: langfuse.spans[0]?.traceId, url: null }]);
  });

  it("is built for Phoenix from the id of the trace, without a request", async () => {
    await using phoenix = await startTraceReceiver();
    const { links } = await traceTo({
      OTEL_EXPORTER_OTLP_ENDPOINT: phoenix.url,
      OTEL_RESOURCE_ATTRIBUTES: "openinference.project.name=talks",
    });
    expect(phoenix.lookups).toEqual([]);
    expect(links).toMatchObject([{ url: `${phoenix.url}/redirects/traces/${phoenix.spans[0]?.traceId}` }]);
  });

  it("is the id of the trace for any other receiver, without the address's key and query", async () => {
    await using receiver = await startTraceReceiver();
    const address = receiver.url.replace("http://", "http://maya:s3cret@");
    const { links } = await traceTo({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${address}/v1/traces?key=s3cret` });
    expect(receiver.lookups).toEqual([]);
    expect(links).toEqual([{ traceId: receiver.spans[0]?.traceId, receiver: `${receiver.url}/v1/traces`, url: null }]);
  });

  it("is missing for a receiver that got no spans", async () => {
    const { links } = await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: await deadAddress() });
    expect(links).toEqual([]);
  });
});

describe("two destinations at once", () => {
  it("get the same spans, each without the other's headers", async () => {
    await using langSmith = await startTraceReceiver();
    await using other = await startTraceReceiver();
    const { warnings } = await traceTo({
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "lsv2_key",
      LANGSMITH_ENDPOINT: langSmith.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: other.url,
      OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20c2VjcmV0",
    });
    expect(warnings).toEqual([]);
    expect(langSmith.spans).toHaveLength(5);
    expect(other.spans).toEqual(langSmith.spans);
    expect(other.posts[0]?.headers.authorization).toBe("Basic c2VjcmV0");
    expect(langSmith.posts[0]?.headers).not.toHaveProperty("authorization");
    expect(other.posts[0]?.headers).not.toHaveProperty("x-api-key");
  });

  it("do not depend on each other when one is unreachable", async () => {
    await using other = await startTraceReceiver();
    const dead = await deadAddress();
    const { warnings } = await traceTo({
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "lsv2_key",
      LANGSMITH_ENDPOINT: dead,
      OTEL_EXPORTER_OTLP_ENDPOINT: other.url,
    });
    expect(other.spans).toHaveLength(5);
    expect(warnings).toEqual([
      `Traces could not be sent to ${dead}/otel/v1/traces: the connection was refused. The run goes on without them; check LANGSMITH_ENDPOINT.`,
    ]);
  });
});

describe("OpenTelemetry's variables", () => {
  it("set the service name, add resource attributes, and enable compression", async () => {
    await using receiver = await startTraceReceiver();
    await traceTo({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/custom/path`,
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "X-Tenant=a%20b",
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_SERVICE_NAME: "night-shift",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test,service.name=other",
    });
    expect(receiver.posts[0]).toMatchObject({
      path: "/custom/path",
      headers: { "x-tenant": "a b", "content-encoding": "gzip" },
    });
    expect(receiver.spans[0]?.resource).toMatchObject({
      "service.name": "night-shift",
      "deployment.environment.name": "test",
      "service.version": expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it("reject a header that HTTP cannot hold unchanged", async () => {
    await using receiver = await startTraceReceiver();
    const { warnings } = await traceTo({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: "x-team=M%C3%BCnchen,x-tenant=b",
    });
    expect(warnings).toEqual([
      "OTEL_EXPORTER_OTLP_HEADERS has a header that HTTP cannot send unchanged; the header is ignored. Use ASCII in its name and its value.",
    ]);
    expect(receiver.posts[0]?.headers).toMatchObject({ "x-tenant": "b" });
    expect(receiver.posts[0]?.headers).not.toHaveProperty("x-team");
  });

  it("default to the service name colloquy, and are not read from the process", async () => {
    await using receiver = await startTraceReceiver();
    process.env.OTEL_SERVICE_NAME = "of-the-process";
    process.env.OTEL_EXPORTER_OTLP_HEADERS = "x-of-the-process=1";
    try {
      await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    } finally {
      delete process.env.OTEL_SERVICE_NAME;
      delete process.env.OTEL_EXPORTER_OTLP_HEADERS;
    }
    expect(receiver.spans[0]?.resource["service.name"]).toBe("colloquy");
    expect(receiver.posts[0]?.headers).not.toHaveProperty("x-of-the-process");
  });

  it("may select JSON; another protocol gets a warning and protobuf", async () => {
    await using json = await startTraceReceiver();
    await using grpc = await startTraceReceiver();
    await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: json.url, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" });
    const { warnings } = await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: grpc.url, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" });
    expect(json.posts[0]?.json).toHaveProperty("resourceSpans.0.scopeSpans.0.spans.4.name", "colloquy talks");
    expect(grpc.spans).toHaveLength(5);
    expect(warnings).toEqual([expect.stringMatching(/^OTEL_EXPORTER_OTLP_PROTOCOL is grpc, but/)]);
  });

  it("send an address's user and password as a header, and show neither", async () => {
    await using receiver = await startTraceReceiver({ answer: (response) => response.writeHead(401).end() });
    const address = receiver.url.replace("http://", "http://maya:s3cret@");
    const { warnings } = await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
    expect(receiver.posts[0]?.headers.authorization).toBe(`Basic ${Buffer.from("maya:s3cret").toString("base64")}`);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain("s3cret");
  });

  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "not an address"],
    ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "file:///tmp/traces"],
  ])("give a warning and no trace for %s=%s", async (variable, text) => {
    const { warnings } = await traceTo({ [variable]: text });
    expect(warnings).toEqual([expect.stringContaining(`${variable} is not an http or https address`)]);
  });

  it("do not show a key that was pasted as an address, but show a host", async () => {
    const warningFor = async (text: string): Promise<string> => {
      const { warnings } = await traceTo({ OTEL_EXPORTER_OTLP_ENDPOINT: text });
      return warnings.join("\n");
    };
    for (const key of ["sk-proj-abcdefghijklmnop", "lsv2_pt_0123456789abcdef_01234567", "a3f9c2d1e8b7", "me:pa55word"])
      expect(await warningFor(key), key).not.toContain(key.slice(0, 6));
    expect(await warningFor("localhost:4318/v1")).toContain("(localhost:4318)");
    expect(await warningFor("grpc://traces.example.org:4317?key=abc")).not.toContain("abc");
  });

  it.each(["true", "TRUE"])("switch everything off with OTEL_SDK_DISABLED=%s", async (value) => {
    await using receiver = await startTraceReceiver();
    const { warnings } = await traceTo({ OTEL_SDK_DISABLED: value, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    expect(warnings).toEqual([]);
    expect(receiver.posts).toEqual([]);
  });

  it.each(["1", "yes", "on"])("stay on with OTEL_SDK_DISABLED=%s, with a warning", async (value) => {
    await using receiver = await startTraceReceiver();
    const { warnings } = await traceTo({ OTEL_SDK_DISABLED: value, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    expect(warnings).toEqual([
      expect.stringMatching(/^OTEL_SDK_DISABLED is neither true nor false, so it disables nothing/),
    ]);
    expect(receiver.spans).toHaveLength(5);
  });

  it.each([
    ["none", 0, null],
    [" None ", 0, null],
    ["console", 0, "has console, but traces can only be sent as otlp: none are sent to OTEL_EXPORTER_OTLP_ENDPOINT."],
    [
      "zipkin, none",
      0,
      "has zipkin, but traces can only be sent as otlp: none are sent to OTEL_EXPORTER_OTLP_ENDPOINT.",
    ],
    ["otlp", 5, null],
    [
      "OTLP,console",
      5,
      "has console, but traces can only be sent as otlp: they are sent to OTEL_EXPORTER_OTLP_ENDPOINT.",
    ],
    ["oltp", 5, "has an unknown name, but traces can only be sent as otlp: they are sent to"],
  ])("decide with OTEL_TRACES_EXPORTER=%s whether spans are sent", async (value, spans, warning) => {
    await using receiver = await startTraceReceiver();
    const { warnings } = await traceTo({ OTEL_TRACES_EXPORTER: value, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    expect(receiver.spans).toHaveLength(spans);
    expect(warnings).toEqual(warning === null ? [] : [expect.stringContaining(warning)]);
  });

  it("load no module of OpenTelemetry when they are not set", () => {
    const program = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) });
      const { openTelemetry } = await import(${JSON.stringify(new URL("../../src/composition/telemetry.ts", import.meta.url))});
      const telemetry = await openTelemetry({ environment: {}, traceContent: true, warn: console.log });
      telemetry.run({ runId: "r", workspace: "w" }).stage("read").end({ failure: null });
      console.log(telemetry.wantsContent, loaded.filter((name) => name.includes("opentelemetry") || name.includes("undici")));
    `;
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
    expect(printed.trim()).toBe("false []");
  });
});
