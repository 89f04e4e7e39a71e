import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { BOUNDS, listenHttp, type Listening } from "../../src/server/http.ts";

const OPTIONS = { host: "127.0.0.1", port: 0, onEnd: () => undefined };
const QUICK = { ...BOUNDS, headersMs: 50, requestMs: 100, silenceMs: 200, keepAliveMs: 50, checkedEveryMs: 10 };

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { bounds = QUICK, onEnd = () => undefined }: { bounds?: typeof QUICK; onEnd?: () => void } = {},
): Promise<Listening> {
  return listenHttp({ ...OPTIONS, fetch: fetch as never, onEnd, bounds });
}

/** What a server sends on a connection until it closes it. */
async function received(port: number, sent: string, address = "127.0.0.1"): Promise<string> {
  const socket = connect(port, address);
  socket.write(sent);
  let text = "";
  socket.on("data", (part) => (text += String(part))).on("error", () => undefined);
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

describe("a slow client", () => {
  it.each([
    ["the headers", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-", { requestMs: 60_000 }],
    ["a body", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc", {}],
  ])("that does not send all of %s is disconnected", async (_, sent, other) => {
    const bounds = { ...QUICK, silenceMs: 60_000, ...other };
    await using server = await listen(async (request) => new Response(await request.text()), { bounds });
    expect(await received(server.port, sent)).toMatch(/^HTTP\/1\.1 408 .*"The request was sent too slowly\."/s);
  });

  it("that sends nothing, or nothing more, is disconnected", async () => {
    await using server = await listen(() => new Response("yes"));
    expect(await received(server.port, "")).toMatch(/^(?:HTTP\/1\.1 408 .*)?$/s);
    expect(await received(server.port, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 .*yes$/s);
  });

  it("that does not read its response is disconnected, and the response is cancelled", async () => {
    const cancelled = Promise.withResolvers<void>();
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      cancel: () => cancelled.resolve(),
    });
    await using server = await listen(() => new Response(endless));
    const socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    await cancelled.promise;
    socket.destroy();
  });
});

const ADDRESS = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;

describe("a client of another address", () => {
  it.skipIf(ADDRESS === undefined)("has a share of the connections", async () => {
    const bounds = { ...BOUNDS, connectionsOfAddress: 1 };
    const answer = (): Response => new Response("yes");
    await using server = await listenHttp({ ...OPTIONS, fetch: answer, host: "0.0.0.0", bounds });
    const held = connect(server.port, ADDRESS);
    await once(held, "connect");
    const request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    expect(await received(server.port, request, ADDRESS)).toBe("");
    expect(await received(server.port, request)).toMatch(/yes$/);
    held.destroy();
    await expect.poll(() => received(server.port, request, ADDRESS)).toMatch(/yes$/);
  });
});

describe("the end", () => {
  it("lets a request finish, and takes no further ones", async () => {
    const begun = Promise.withResolvers<void>();
    const { promise, resolve } = Promise.withResolvers<Response>();
    const server = await listen(
      () => {
        begun.resolve();
        return promise;
      },
      { onEnd: () => setImmediate(() => resolve(new Response("finished"))) },
    );
    const answer = fetch(`http://127.0.0.1:${server.port}/`);
    await begun.promise;
    await server[Symbol.asyncDispose]();
    expect(await (await answer).text()).toBe("finished");
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow();
  });

  it("closes connections at once when they have no request any more", async () => {
    const long = 60_000;
    const bounds = { ...BOUNDS, silenceMs: long, keepAliveMs: long, headersMs: long, requestMs: long, endMs: long };
    const begun = Promise.withResolvers<void>();
    const { promise, resolve } = Promise.withResolvers<Response>();
    const server = await listen(
      ({ url }) => {
        if (url.endsWith("/quick")) return new Response("quick");
        begun.resolve();
        return promise;
      },
      { bounds, onEnd: () => setImmediate(() => resolve(new Response("slow"))) },
    );
    const quick = received(server.port, "GET /quick HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    const slow = received(server.port, "GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    await begun.promise;
    await server[Symbol.asyncDispose]();
    expect([await quick, await slow]).toEqual([expect.stringMatching(/quick$/), expect.stringMatching(/slow$/)]);
  });

  it("comes after a bounded time, whatever a request does", async () => {
    const begun = Promise.withResolvers<void>();
    const server = await listen(
      () => {
        begun.resolve();
        return new Promise<Response>(() => undefined);
      },
      { bounds: { ...QUICK, silenceMs: 60_000, endMs: 20 } },
    );
    const silent = received(server.port, "");
    const answer = fetch(`http://127.0.0.1:${server.port}/`);
    await begun.promise;
    await Promise.all([expect(answer).rejects.toThrow(), server[Symbol.asyncDispose]()]);
    expect(await silent).toBe("");
  });
});
