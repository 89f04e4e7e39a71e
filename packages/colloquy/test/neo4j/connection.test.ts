import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { checkNeo4j, type Neo4jSettings, openNeo4jGraphStore } from "../../src/adapters/neo4j/index.ts";
import { sampleEpoch } from "../../src/testing/suites/projection-state.ts";
import { missing, serverOf, titled, Workplace } from "./workplace.ts";

const PASSWORD = "no-password-of-anybody";
/** An unused name: no real account is locked. */
const NOBODY = { username: "colloquy-test-nobody", password: PASSWORD };

async function refusal(settings: Neo4jSettings): Promise<string> {
  const checked = await checkNeo4j(settings).catch((error: unknown) => error);
  await using store = openNeo4jGraphStore(settings, { workspace: "none" });
  const prepared = await store.prepare().catch((error: unknown) => error);
  const asked = await store.counts().catch((error: unknown) => error);
  expect(checked).toMatchObject({ name: "ColloquyError", code: "store", exitCode: 1 });
  expect(prepared).toMatchObject({ message: (checked as Error).message });
  expect(asked).toMatchObject({ message: (checked as Error).message });
  expect((checked as Error).message).not.toContain(PASSWORD);
  return (checked as Error).message;
}

/** A port without a listener. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 1;
}

describe("an address without a Neo4j", () => {
  it.each(["bolt", "neo4j"])("reports a refused connection to %s:// at once", async (scheme) => {
    const uri = `${scheme}://127.0.0.1:${await freePort()}`;
    expect(await refusal({ uri, database: null, auth: null })).toBe(
      `NEO4J_URI is set but ${uri} refused the connection. Start it, or unset NEO4J_URI to use the embedded store.`,
    );
  });

  it("is rejected with an unknown scheme", async () => {
    const settings = { uri: "mysql://localhost", database: null, auth: null };
    expect(await refusal(settings)).toMatch(/NEO4J_URI is "mysql:\/\/localhost", which is not an address of Neo4j/);
  });

  it("is connected to by the first call", async () => {
    await using store = openNeo4jGraphStore({ uri: "mysql://x", database: null, auth: null }, { workspace: "w" });
    expect(store.name).toBe("neo4j");
    await store[Symbol.asyncDispose]();
  });

  it("is tried again by the next call", async () => {
    const port = await freePort();
    const uri = `bolt://127.0.0.1:${port}`;
    await using store = openNeo4jGraphStore({ uri, database: null, auth: null }, { workspace: "w" });
    await expect(store.counts()).rejects.toThrow(/refused the connection/);
    const web = createServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    await new Promise<void>((resolve) => web.listen(port, "127.0.0.1", resolve));
    await expect(store.counts()).rejects.toThrow(/replies in HTTP/);
    await new Promise((resolve) => web.close(resolve));
  });
});

describe.skipIf(missing !== null)(titled("a Neo4j"), () => {
  it("reports its version", async () => {
    expect((await checkNeo4j(serverOf())).version).toMatch(/^(5|20\d\d)\./);
  });

  it("rejects a wrong password in one sentence, after one attempt", async () => {
    const settings = { ...serverOf(), auth: NOBODY };
    expect(await refusal(settings)).toMatch(/refused the user "colloquy-test-nobody" with this password/);
    await using store = openNeo4jGraphStore(settings, { workspace: "w" });
    const sentences = await Promise.all(
      [1, 2, 3, 4, 5].map(() => store.counts().catch((error: unknown) => (error as Error).message)),
    );
    // More than three attempts would lock the account and change the message.
    expect(new Set(sentences).size).toBe(1);
  });

  it("requires credentials", async () => {
    expect(await refusal({ ...serverOf(), auth: null })).toMatch(/requires credentials/);
  });

  it("rejects an unknown token", async () => {
    expect(await refusal({ ...serverOf(), auth: { bearer: PASSWORD } })).toMatch(/refused the token/);
  });

  it.each(["bolt", "neo4j"])("names a missing database, with %s://", async (scheme) => {
    const uri = serverOf().uri.replace(/^[^:]+/, scheme);
    expect(await refusal({ ...serverOf(), uri, database: "colloquy-unknown" })).toMatch(
      /has no database "colloquy-unknown"\. Correct NEO4J_DATABASE/,
    );
  });

  it.each(["bolt+s", "neo4j+s", "neo4j+ssc"])("without TLS is reported for %s://", async (scheme) => {
    const uri = serverOf().uri.replace(/^[^:]+/, scheme);
    expect(await refusal({ ...serverOf(), uri })).toMatch(/requires TLS, but the server does not use TLS/);
  });

  it("can be used by the name of its database", async () => {
    await using place = new Workplace();
    await using store = openNeo4jGraphStore({ ...serverOf(), database: "neo4j" }, { workspace: place.workspace });
    await store.prepare();
    await store.complete({ marker: "m", epoch: sampleEpoch(3) });
    expect(await place.open().state()).toEqual({ marker: "m", epoch: sampleEpoch(3), writing: null });
  });

  it("gets its schema once when several stores prepare it at the same time", async () => {
    await using place = new Workplace();
    const stores = Array.from({ length: 4 }, () => place.open());
    for (const _ of [1, 2]) await Promise.all(stores.map((store) => store.prepare()));
    const found = await place.cypher(
      "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'colloquy_' RETURN name, state ORDER BY name",
    );
    expect(new Set(found.map((index) => index["state"]))).toEqual(new Set(["ONLINE"]));
    expect(found.map((index) => index["name"])).toContain("colloquy_key");
  });
});
