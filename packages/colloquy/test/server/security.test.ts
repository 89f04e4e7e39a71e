import { symlinkSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IngestFixture } from "../ingest-fixture.ts";
import { type Answer, call, type CallOptions, type ServedTalks, serveTalks, sharedTalks } from "./served-talks.ts";

let folder: IngestFixture;
let talks: ServedTalks;
beforeAll(async () => {
  folder = await sharedTalks();
  talks = await serveTalks(folder);
});
afterAll(() => talks[Symbol.asyncDispose]());

const PEOPLE = "/api/w/talks/people";

/** Sends a request without the token. */
function strange(path: string, options?: CallOptions): Promise<Answer> {
  return call(talks.port, path, options);
}

/** The cookie of a new session. */
async function cookie(): Promise<string> {
  const { headers } = await strange(`/?token=${talks.serving.token}`);
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

describe("a session", () => {
  it("is opened by the printed link, which leads to the same page without the token", async () => {
    const { pathname, search, origin } = new URL(talks.serving.link);
    expect(origin).toBe(`http://127.0.0.1:${talks.port}`);
    const { status, headers } = await strange(`${pathname}/people${search}&words=a%20b`);
    expect(status).toBe(303);
    expect(headers.location).toBe("/w/talks/people?words=a+b");
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(new RegExp(`^colloquy-${talks.port}=[\\w-]{32}; Path=/; HttpOnly; SameSite=Strict$`)),
    ]);
    expect(headers["set-cookie"]?.[0]).not.toContain(talks.serving.token);
  });

  it("may read, and ends with nothing but its cookie", async () => {
    const session = await cookie();
    expect(await strange(PEOPLE, { headers: { cookie: session } })).toMatchObject({ status: 200 });
    expect(await strange(PEOPLE, { headers: { cookie: `${session}x` } })).toMatchObject({ status: 401 });
  });

  it.each([
    {},
    { authorization: "Bearer wrong" },
    { authorization: "Bearer" },
    { cookie: "colloquy=1" },
    { cookie: "colloquy-80=1" },
  ])("is needed, and %j is none", async (headers) => {
    for (const path of [PEOPLE, "/api/session", "/api/openapi.json", "/api/nothing"]) {
      const answer = await strange(path, { headers });
      expect(answer).toMatchObject({ status: 401, json: { code: "no-session" } });
      expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
      expect(answer.text).not.toContain("Ada");
    }
  });

  it("does not come from the token in another place", async () => {
    const { token } = talks.serving;
    const port = String(talks.port);
    for (const [path, headers] of [
      [`${PEOPLE}?token=${token}`, {}],
      [PEOPLE, { authorization: `Basic ${token}` }],
      [PEOPLE, { cookie: `colloquy-${port}=${token}` }],
    ] as const)
      expect(await strange(path, { headers })).toMatchObject({ status: 401 });
  });

  it("does not come from a wrong link", async () => {
    const answer = await strange("/?token=wrong");
    expect(answer).toMatchObject({ status: 401, json: { message: expect.stringContaining("This link is not valid") } });
    expect(answer.headers).not.toHaveProperty("set-cookie");
    const page = await strange("/?token=wrong", { headers: { accept: "text/html,*/*" } });
    expect(page.status).toBe(401);
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.text).toContain('<p role="alert">This link is not valid: open the link that `colloquy serve` printed');
    const { text } = await strange("/api/session", { headers: { accept: "text/html" } });
    expect(text).toContain('"code":"no-session"');
  });

  it("never leads to another site", async () => {
    for (const path of [
      "//evil.example/",
      "/%5Cevil.example/",
      "///evil.example",
      "/%09/evil.example/",
      "/.//evil.example/",
    ]) {
      const { headers } = await strange(`${path}?token=${talks.serving.token}`);
      const { location = "" } = headers;
      expect(new URL(location, talks.serving.address).origin).toBe(new URL(talks.serving.address).origin);
    }
  });

  it("is opened once by a link for one use", async () => {
    const { search } = new URL(talks.serving.linkForOnce());
    expect(await strange(`/${search}`)).toMatchObject({ status: 303 });
    expect(await strange(`/${search}`)).toMatchObject({ status: 401 });
  });
});

describe("a page of another site", () => {
  it.each([
    [{ host: "evil.example" }, PEOPLE],
    [{ host: "evil.example:80" }, "/"],
    [{ host: "127.0.0.1.evil.example" }, "/"],
    [{ origin: "http://evil.example" }, PEOPLE],
    [{ origin: "null" }, PEOPLE],
    [{ origin: "http://127.0.0.1:1" }, PEOPLE],
  ])("is refused with %j, even with the token", async (headers, path) => {
    const answer = await talks.call(path, { headers });
    expect(answer).toMatchObject({ status: 403 });
    expect(answer.text).not.toContain("Ada");
  });

  it.each(["localhost", "127.0.0.1", "[::1]"])("is not one that calls the server %s", async (name) => {
    const host = `${name}:${talks.port}`;
    expect(await talks.call(PEOPLE, { headers: { host, origin: `http://${host}` } })).toMatchObject({ status: 200 });
  });

  it.each(["cross-site", "same-site", "anything"])(
    "has no access with the cookie (Sec-Fetch-Site: %s)",
    async (site) => {
      const headers = { cookie: await cookie(), "sec-fetch-site": site };
      expect(await strange(PEOPLE, { headers })).toMatchObject({ status: 403, json: { code: "forbidden" } });
    },
  );

  it("cannot change anything with the cookie", async () => {
    const session = await cookie();
    const own = { cookie: session, origin: `http://127.0.0.1:${talks.port}` };
    const body = { merge: ["nobody", "nothing"] };
    const send = (headers: CallOptions["headers"]): Promise<Answer> =>
      strange("/api/w/talks/corrections", { headers: { ...headers }, body });
    expect(await send({ cookie: session })).toMatchObject({ status: 403 });
    expect(await send({ cookie: session, "sec-fetch-site": "none" })).toMatchObject({ status: 403 });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
      expect(await send({ ...own, "content-type": type })).toMatchObject({
        status: 415,
        json: { code: "unsupported", message: "The body of a request must be application/json." },
      });
    expect(await send(own)).toMatchObject({ status: 404, json: { code: "not-found" } });
    expect(await send({ cookie: session, "sec-fetch-site": "same-origin" })).toMatchObject({ status: 404 });
  });

  it("is refused by a server on every address, too", async () => {
    await using open = await serveTalks(folder, { host: "0.0.0.0", password: "correct horse battery" });
    expect(open.serving.address).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(await open.call(PEOPLE, { headers: { host: hostname() } })).toMatchObject({ status: 200 });
    expect(await open.call(PEOPLE, { headers: { host: "evil.example" } })).toMatchObject({ status: 403 });
  });
});

describe("a server with a public address", () => {
  let open: ServedTalks;
  beforeAll(async () => {
    open = await serveTalks(folder, { publicUrl: "https://Talks.example.org:443/" });
  });
  afterAll(() => open[Symbol.asyncDispose]());
  const host = "talks.example.org";
  const origin = `https://${host}`;

  it("has it in its links", () => {
    expect(open.serving.address).toBe(`${origin}/`);
    expect(open.serving.link).toBe(`${origin}/w/talks?token=${open.serving.token}`);
    expect(open.serving.linkForOnce()).toMatch(/^https:\/\/talks\.example\.org\/w\/talks\?token=/);
  });

  it("is called by it, whether the proxy passes the name on or not", async () => {
    const own = `127.0.0.1:${open.port}`;
    for (const headers of [{ host }, { host, origin }, { host: own, origin }, { host: own, origin: `http://${own}` }])
      expect(await open.call(PEOPLE, { headers }), JSON.stringify(headers)).toMatchObject({ status: 200 });
    const evil = "https://evil.example";
    for (const headers of [
      { host: "evil.example", origin },
      { host, origin: evil },
      { host: own, origin: evil },
    ])
      expect(await open.call(PEOPLE, { headers }), JSON.stringify(headers)).toMatchObject({ status: 403 });
    expect(await talks.call(PEOPLE, { headers: { host } })).toMatchObject({ status: 403 });
  });

  it("gives cookies that are only sent with encryption", async () => {
    const { headers } = await call(open.port, `/?token=${open.serving.token}`, { headers: { host } });
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(/^colloquy-80=[\w-]{32}; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ]);
    await using plain = await serveTalks(folder, { publicUrl: "http://talks.example.org" });
    const given = await call(plain.port, `/?token=${plain.serving.token}`, { headers: { host } });
    expect(given.headers["set-cookie"]?.[0]).not.toContain("Secure");
  });

  it.each([
    "talks.example.org",
    "ftp://talks.example.org",
    "https://talks.example.org/a",
    "https://talks.example.org/?a",
    "https://a@talks.example.org",
  ])("cannot have %s", async (publicUrl) => {
    await expect(serveTalks(folder, { publicUrl })).rejects.toThrow(
      /--public-url is .*, but must be an address without/,
    );
  });
});

describe("every response", () => {
  it.each(["/", "/assets/index-Bx1f.js", "/assets/none.js", PEOPLE, "/api/nothing", "/?token=wrong"])(
    "has the headers of security: %s",
    async (path) => {
      const { headers } = await talks.call(path);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": expect.stringContaining("microphone=()"),
        "content-security-policy": expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
      });
      expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|data:|http/);
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    },
  );

  it.each([
    [{ publicUrl: "https://talks.example.org" }, "talks.example.org", "same-origin"],
    [{ publicUrl: "https://talks.example.org" }, "127.0.0.1", "same-origin"],
    [{ publicUrl: "http://talks.example.org" }, "talks.example.org", undefined],
    [{ host: "0.0.0.0" }, hostname(), undefined],
    [{ host: "0.0.0.0" }, "localhost", "same-origin"],
  ])("has an opener policy only where browsers use it: %j called %s", async (options, host, policy) => {
    await using other = await serveTalks(folder, options);
    const { status, headers } = await other.call("/", { headers: { host } });
    expect([status, headers["cross-origin-opener-policy"]]).toEqual([200, policy]);
  });

  it("lets pages play recordings of the named server only", async () => {
    await using other = await serveTalks(folder, { mediaUrl: "https://media.example/{path}.mp3" });
    const { headers } = await other.call("/");
    expect(headers["content-security-policy"]).toContain("media-src 'self' https://media.example;");
  });
});

describe("the files of the application", () => {
  it("are the page for every address of a view", async () => {
    for (const path of ["/", "/w/talks/transcripts/a%2Fb.vtt", "/index.html", "/w/..%2f..%2fetc/passwd"]) {
      const { status, headers, text } = await strange(path);
      expect([status, text]).toEqual([200, "<!doctype html><title>Colloquy</title>"]);
      expect(headers).toMatchObject({ "cache-control": "no-cache", "content-type": "text/html; charset=utf-8" });
    }
  });

  it("are kept by browsers if their name has a hash, and compressed", async () => {
    const path = "/assets/index-Bx1f.js";
    const { headers, text } = await strange(path);
    expect(text).toMatch(/^export const text/);
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "text/javascript; charset=utf-8",
    });
    const packed = await strange(path, { headers: { "accept-encoding": "gzip" } });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.bytes.length).toBeLessThan(text.length / 2);
    const known = await strange(path, { headers: { "if-none-match": headers.etag ?? "" } });
    expect(known).toMatchObject({ status: 304, text: "" });
  });

  it.each([
    "/assets/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/..%5c..%5csecret.txt",
    "/assets/link.txt",
    "//secret.txt",
    "/assets/%00index-Bx1f.js",
  ])("are no others: %s", async (path) => {
    writeFileSync(join(folder.root, "secret.txt"), "a secret");
    try {
      symlinkSync(join(folder.root, "secret.txt"), join(folder.root, "explorer", "assets", "link.txt"));
    } catch {
      // It is there already.
    }
    await using other = await serveTalks(folder);
    const answer = await other.call(path);
    expect(answer.text).not.toContain("a secret");
    expect([200, 400, 404]).toContain(answer.status);
  });

  it("change nothing, and other methods are refused", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
      expect(await talks.call("/", { method })).toMatchObject({ status: 405, json: { code: "method-not-allowed" } });
    for (const method of ["PUT", "DELETE", "OPTIONS"])
      expect(await talks.call(PEOPLE, { method })).toMatchObject({ status: 404, json: { code: "not-found" } });
  });

  it("are missed with a sentence if the application was not built, and the API works", async () => {
    await using unbuilt = await serveTalks(folder, { assets: join(folder.root, "nowhere") });
    expect(await unbuilt.call("/")).toMatchObject({
      status: 503,
      json: { message: expect.stringContaining("The web application was not built: run `npm run build`") },
    });
    expect(unbuilt.problems).toEqual([expect.stringContaining("The web application was not built")]);
    expect(await unbuilt.call(PEOPLE)).toMatchObject({ status: 200 });
  });
});

describe("a request that is too large", () => {
  it.each([
    ["ask", 65_536],
    ["corrections", 65_536],
    ["graph", 307_200],
  ])("is refused: %s with more than %i bytes", async (path, largest) => {
    const body = JSON.stringify({ question: "a".repeat(largest) });
    for (const headers of [{}, { "transfer-encoding": "chunked" }])
      expect(await talks.call(`/api/w/talks/${path}`, { body, headers })).toMatchObject({
        status: 413,
        json: { code: "too-large", message: `The body may have at most ${largest} bytes.` },
      });
  });

  it("is refused by its address or its headers", async () => {
    const long = "a".repeat(20_000);
    for (const [path, headers] of [
      [`/api/w/talks/search?words=${long}`, {}],
      ["/", { "x-long": long }],
    ] as const)
      expect(await talks.call(path, { headers })).toMatchObject({ status: 431, json: { code: "invalid-input" } });
    expect(await talks.call(`/api/w/talks/search?words=${"a".repeat(1_001)}`)).toMatchObject({ status: 400 });
  });

  it.each([
    ["no HTTP", /^HTTP\/1\.1 400 .*"The request cannot be read\."/s],
    ["GET / HTTP/1.0", /^HTTP\/1\.1 400 .*"The request cannot be read\."/s],
    ["GET / HTTP/1.1", /^HTTP\/1\.1 400 /],
    ["GET http://evil.example/ HTTP/1.1\r\nHost: evil.example", /^HTTP\/1\.1 403 /],
    ["GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example", /^HTTP\/1\.1 403 /],
  ])("is refused if it is no HTTP, or has no host of this server: %j", async (head, answer) => {
    const socket = connect(talks.port, "127.0.0.1");
    socket.write(`${head}\r\nConnection: close\r\n\r\n`);
    let text = "";
    for await (const part of socket) text += String(part);
    expect(text).toMatch(answer);
    expect(text).not.toContain("Ada");
  });
});

describe("many requests", () => {
  it("of one client are refused for a while", async () => {
    let time = 0;
    await using other = await serveTalks(folder, { now: () => time });
    const statuses: number[] = [];
    for (let sent = 0; sent < 400; sent += 100)
      statuses.push(
        ...(await Promise.all(Array.from({ length: 100 }, () => other.call("/login")))).map((each) => each.status),
      );
    expect(statuses).toEqual(Array(400).fill(200));
    const refused = await other.call("/api/session");
    expect(refused).toMatchObject({ status: 429, json: { code: "too-many-requests" } });
    expect(refused.headers["retry-after"]).toBe("1");
    time = 5;
    expect(await other.call("/api/session")).toMatchObject({ status: 200 });
    expect(await other.call("/api/session")).toMatchObject({ status: 429 });
  });

  it("are served on 200 connections, and not on more", async () => {
    await using other = await serveTalks(folder);
    const open = await Promise.all(Array.from({ length: 200 }, () => connected(other.port)));
    const further = await connected(other.port);
    expect(await answerOn(further)).toBe("");
    expect(await Promise.all(open.map(answerOn))).toEqual(Array(200).fill("HTTP/1.1 401 Unauthorized"));
    open.forEach((socket) => socket.destroy());
  });
});

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket;
}

/** The first line of the answer to a request on a connection; empty if it is closed. */
async function answerOn(socket: Socket): Promise<string> {
  socket.write(`GET ${PEOPLE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  return new Promise((resolve) => {
    socket.once("data", (data: Buffer) => resolve(data.toString().split("\r\n")[0] ?? ""));
    socket.once("error", () => resolve("")).once("close", () => resolve(""));
  });
}
