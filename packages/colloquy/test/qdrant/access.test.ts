import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { createServer as createConnectionServer, type Server as ConnectionServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { QdrantClient } from "@qdrant/js-client-rest";
import { describe, expect, it, vi } from "vitest";
import { checkQdrant, openQdrantVectorStore } from "../../src/adapters/qdrant/index.ts";
import { NO_QDRANT, qdrantServer, serverControls } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { freePort } from "./free-port.ts";
import { KIND, chunkOf } from "./chunks.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";
const settings = (url: string, apiKey: string | null = null) => ({ url, apiKey, collection: null });

/** Listens on this machine; closed when the test ends. */
async function serve(server: Server | ConnectionServer): Promise<AsyncDisposable & { readonly port: number }> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    },
  };
}

/** Forwards requests below a path, like a reverse proxy. */
function proxyUnder(prefix: string, target: string): Server {
  return createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end("no such page");
      return;
    }
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url.slice(prefix.length), target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
}

describe("an unreachable Qdrant", () => {
  it("is reported at once, without retries, when nothing listens there", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const reports: string[] = [];
    const message = `QDRANT_URL is set but ${url} refused the connection. Start it, or unset QDRANT_URL to use the embedded store.`;
    await expect(checkQdrant(settings(url))).rejects.toMatchObject({ code: "store", message });
    await using store = openQdrantVectorStore(settings(url), { workspace: "w", onRetry: (one) => reports.push(one) });
    await expect(store.prepare(KIND)).rejects.toMatchObject({ code: "store", message });
    await expect(store.state()).rejects.toMatchObject({ code: "store", message });
    expect(reports).toEqual([]);
  });

  it("is reported when its host has no address", async () => {
    await expect(checkQdrant(settings("http://qdrant.invalid"))).rejects.toThrow(
      "QDRANT_URL is set but http://qdrant.invalid:6333 is on a host that is not found.",
    );
  });

  it("is reported when another server or an old Qdrant answers there", async () => {
    const answers: readonly (readonly [status: number, body: string, sentence: string])[] = [
      [200, "<html>hello</html>", "did not answer as Qdrant does."],
      [200, "{", "did not answer as Qdrant does."],
      [404, "not here", "did not answer as Qdrant does."],
      [204, "", "did not answer as Qdrant does."],
      [200, '{"title":"qdrant - vector search engine","version":"1.7.4"}', "is version 1.7.4. Install 1.12 or newer"],
    ];
    for (const [status, body, sentence] of answers) {
      await using server = await serve(
        createServer((_, outgoing) => outgoing.writeHead(status, { "content-type": "application/json" }).end(body)),
      );
      const url = `http://127.0.0.1:${server.port}`;
      await expect(checkQdrant(settings(url)), body).rejects.toMatchObject({
        code: "store",
        message: expect.stringContaining(`QDRANT_URL is set but ${url} ${sentence}`),
      });
    }
  });

  it("is reported when it does not use TLS", async () => {
    await using server = await serve(createServer((_, outgoing) => outgoing.end()));
    await expect(checkQdrant(settings(`https://127.0.0.1:${server.port}`))).rejects.toThrow(
      /has no trusted TLS connection \(\w+\)\. Correct the scheme of QDRANT_URL/,
    );
  });

  it("is reported when its port expects gRPC or TLS", async () => {
    const [settingsFrame, tlsAlert] = [
      [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100],
      [21, 3, 3, 0, 2, 2, 10],
    ];
    for (const bytes of [settingsFrame, tlsAlert]) {
      await using server = await serve(
        createConnectionServer((socket) => socket.once("data", () => socket.end(Buffer.from(bytes ?? [])))),
      );
      const url = `http://127.0.0.1:${server.port}`;
      await expect(checkQdrant(settings(url))).rejects.toMatchObject({
        code: "store",
        message: `QDRANT_URL is set but ${url} does not answer in HTTP. If that port expects TLS, use https:// in QDRANT_URL; Qdrant's REST port is 6333, and 6334 is its gRPC port.`,
      });
    }
  });

  it("is reported when its key is invalid, without repeating the key", () => {
    for (const apiKey of ["", "secret\n", "sécret"]) {
      expect(() => openQdrantVectorStore(settings("http://localhost", apiKey), { workspace: "w" })).toThrow(
        /^QDRANT_API_KEY is empty or contains an invalid character, such as a space; set it again\.$/,
      );
    }
  });
});

describe.skipIf(missing !== "")(`a reachable Qdrant${missing}`, () => {
  it("reports its version", async () => {
    const { version } = await checkQdrant(settings(qdrantServer() ?? ""));
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("can be used behind a path", async () => {
    await using fixture = qdrantFixture();
    await using proxy = await serve(proxyUnder("/vectors", fixture.url));
    await using store = fixture.open("one", { url: `http://127.0.0.1:${proxy.port}/vectors/` });
    await store.prepare(KIND);
    await store.upsert([chunkOf("one", "a")]);
    expect(await store.count()).toBe(1);
    await expect(checkQdrant(settings(`http://127.0.0.1:${proxy.port}`))).rejects.toThrow(
      "did not answer as Qdrant does",
    );
  });

  it("is used without console output, even with a key over http", async () => {
    const spies = (["debug", "error", "info", "log", "warn"] as const).map((name) => vi.spyOn(console, name));
    await using fixture = qdrantFixture();
    await using store = fixture.open("one", { apiKey: "key" });
    await store.prepare(KIND);
    await store.upsert([chunkOf("one", "a")]);
    expect(await store.count()).toBe(1);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

const control = serverControls().qdrant;
const uncontrolled = control === null ? " (COLLOQUY_TEST_QDRANT_CONTROL is not set: no Qdrant to start)" : "";

describe.skipIf(uncontrolled !== "")(`a Qdrant that requires a key${uncontrolled}`, () => {
  const run = async (...args: readonly string[]) =>
    promisify(execFile)(control ?? "", args, {
      env: { ...process.env, QDRANT__SERVICE__READ_ONLY_API_KEY: "reader-key" },
    });

  it("accepts the right key, and a wrong, missing or read-only key is reported without repeating it", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "colloquy-qdrant-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await run("start", "--port", String(port), "--data", folder, "--api-key", "right-key");
    try {
      await expect(checkQdrant(settings(url, "right-key"))).resolves.toHaveProperty("version");
      await expect(checkQdrant(settings(url, "wrong-key"))).rejects.toMatchObject({
        code: "store",
        message: `QDRANT_URL is set but ${url} refused the key in QDRANT_API_KEY (401). Correct QDRANT_API_KEY, or unset QDRANT_URL.`,
      });
      await expect(checkQdrant(settings(url))).rejects.toMatchObject({
        code: "store",
        message: `QDRANT_URL is set but ${url} requires a key (401). Set QDRANT_API_KEY, or unset QDRANT_URL.`,
      });
      await using writer = openQdrantVectorStore(settings(url, "right-key"), { workspace: "w" });
      await writer.prepare(KIND);
      await writer.upsert([chunkOf("w", "a")]);
      await using reader = openQdrantVectorStore(settings(url, "reader-key"), { workspace: "w" });
      expect(await reader.count()).toBe(1);
      const refusal = {
        code: "store",
        message: `QDRANT_URL is set but ${url} does not permit this with the key in QDRANT_API_KEY (403: Forbidden: Global manage access is required). Use a key that may write and create collections.`,
      };
      await expect(reader.prepare(KIND)).rejects.toMatchObject(refusal);
      for (const workspace of ["w", "new"])
        await expect(checkQdrant(settings(url, "reader-key"), { workspace, vectors: KIND })).rejects.toMatchObject(
          refusal,
        );
      const { collections } = await new QdrantClient({
        url,
        headers: { "api-key": "right-key" },
        checkCompatibility: false,
      }).getCollections();
      await expect(checkQdrant(settings(url, "right-key"), { workspace: "new", vectors: KIND })).resolves.toMatchObject(
        {
          hasCollection: false,
        },
      );
      expect(collections).toEqual([{ name: "w_chunks" }]);
      expect(await writer.count()).toBe(1);
    } finally {
      await run("stop", "--port", String(port));
      await rm(folder, { recursive: true, force: true });
    }
  });
});
