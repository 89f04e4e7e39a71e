import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveHttp, type HttpServing } from "../../src/mcp/index.ts";
import type { SharedWorkspace } from "../../src/serving/index.ts";
import type { IngestFixture } from "../ingest-fixture.ts";
import { ingestTalks, sharedTalks, TOKEN } from "./served-talks.ts";

const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
});

let folder: IngestFixture;
let shared: SharedWorkspace;
let server: HttpServing;
beforeAll(async () => {
  folder = await ingestTalks();
  shared = sharedTalks(folder);
  server = await serve(0);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await shared[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function serve(port: number, host = "127.0.0.1"): Promise<HttpServing> {
  return serveHttp({ shared, workspace: "talks", version: "1.2.3", onProblem: () => {} }, { port, host, token: TOKEN });
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a message with a right token, unless the headers say otherwise. */
function post(headers: Readonly<Record<string, string>>, body = INITIALIZE, path = "/mcp"): Promise<Answer> {
  const { port } = new URL(server.url);
  const usual = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    authorization: `Bearer ${TOKEN}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, path, method: "POST", headers: { ...usual, ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("the HTTP server", () => {
  it("answers a client with the token", async () => {
    expect(await post({})).toMatchObject({ status: 200, body: expect.stringContaining("Colloquy: talks") });
  });

  it.each(["", "Bearer", "Bearer wrong", `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN])(
    "refuses a client with the authorization %j",
    async (authorization) => {
      const { status, headers, body } = await post({ authorization });
      expect(status).toBe(401);
      expect(headers["www-authenticate"]).toMatch(/^Bearer/);
      expect(body).toContain("The token is missing or wrong");
      expect(body).not.toContain("talks");
    },
  );

  it.each([
    [{ host: "evil.example" }],
    [{ host: "evil.example:80" }],
    [{ origin: "http://evil.example" }],
    [{ origin: "null" }],
  ])("refuses a page of another site, with %j, even with the token", async (headers) => {
    expect(await post(headers)).toMatchObject({ status: 403 });
  });

  it.each([[{ host: "localhost" }], [{ origin: "http://localhost:5173" }]])("accepts %j", async (headers) => {
    expect(await post(headers)).toMatchObject({ status: 200 });
  });

  it("answers only to names of this machine when it listens on every address", async () => {
    const local = server;
    server = await serve(0, "0.0.0.0");
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(await post({})).toMatchObject({ status: 200 });
    expect(await post({ host: hostname() })).toMatchObject({ status: 200 });
    expect(await post({ host: "evil.example" })).toMatchObject({ status: 403 });
    await server[Symbol.asyncDispose]();
    server = local;
  });

  it("has nothing at other addresses", async () => {
    for (const path of ["/", "/mcpx", "/.well-known/oauth-protected-resource"])
      expect(await post({}, INITIALIZE, path)).toMatchObject({ status: 404 });
  });

  it("refuses a body of more than a megabyte", async () => {
    expect(await post({}, `${" ".repeat(1_000_001)}${INITIALIZE}`)).toMatchObject({ status: 413 });
  });

  it("refuses a body that is no message", async () => {
    expect(await post({}, "{")).toMatchObject({ status: 400 });
  });

  it("is refused a port that is in use, in one sentence", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await expect(serve(port)).rejects.toMatchObject({
      code: "network",
      exitCode: 1,
      message: `Port ${port} of 127.0.0.1 is in use: choose another one with --port, or 0 for any free port.`,
    });
    other.close();
  });

  it("is refused an address that this machine does not have", async () => {
    await expect(serve(0, "192.0.2.1")).rejects.toMatchObject({ code: "network", message: /cannot listen on port 0/ });
  });

  it("ends with open connections, and is gone then", async () => {
    const ending = await serve(0);
    const { port } = new URL(ending.url);
    // A connection of which no request was sent.
    const open = request({ host: "127.0.0.1", port, method: "POST", path: "/mcp" });
    const closed = new Promise<void>((resolve) => open.once("error", () => resolve()).once("close", () => resolve()));
    open.flushHeaders();
    await new Promise<void>((resolve) => open.once("socket", (socket) => socket.once("connect", () => resolve())));
    await ending[Symbol.asyncDispose]();
    await closed;
    await expect(fetch(ending.url)).rejects.toThrow();
  });
});
