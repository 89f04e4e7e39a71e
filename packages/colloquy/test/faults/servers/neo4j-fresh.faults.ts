import neo4j, { type Driver } from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNeo4jGraphStore } from "../../../src/adapters/neo4j/index.ts";
import { GRAPH_ROW_KINDS } from "../../../src/model/index.ts";
import { sampleId, sampleEntity } from "../../../src/testing/suites/sample-rows.ts";
import { NO_NEO4J, serverControls } from "../../servers.ts";
import { type ControlledServer, startControlledServer } from "./controlled-server.ts";
import { startFaultyLine } from "./faulty-line.ts";

const { neo4j: command } = serverControls();
const ANN = sampleEntity("ann", { name: "Ann" });

describe.skipIf(command === null)(`a new Neo4j (${command === null ? NO_NEO4J : command})`, () => {
  let server: ControlledServer;
  let driver: Driver;
  beforeAll(async () => {
    server = await startControlledServer(command ?? "", "--home");
    const { NEO4J_URI: uri = "", NEO4J_PASSWORD: password = "" } = server.environment;
    driver = neo4j.driver(uri, neo4j.auth.basic("neo4j", password));
  });
  afterAll(async () => {
    await driver.close();
    await server[Symbol.asyncDispose]();
  });
  function open({ port = server.port, ...options }: { port?: number; onRetry?: (sentence: string) => void } = {}) {
    const { NEO4J_PASSWORD: password = "" } = server.environment;
    return openNeo4jGraphStore(
      { uri: `bolt://127.0.0.1:${port}`, database: null, auth: { username: "neo4j", password } },
      { workspace: "new", ...options },
    );
  }
  const cypher = async (text: string) => (await driver.executeQuery(text)).records.map((record) => record.toObject());
  const found = (text: string) =>
    cypher(`CALL db.index.fulltext.queryNodes(${text}) YIELD node RETURN node.name AS name`);

  it("is empty, and every read works before it is prepared", async () => {
    await using store = open();
    const page = { limit: 10 };
    expect(await store.state()).toBeNull();
    expect((await store.counts()).entities).toBe(0);
    for (const kind of GRAPH_ROW_KINDS) for await (const rows of store.rows(kind)) expect(rows).toEqual([]);
    expect(await store.findEntities(["Ann"])).toEqual([]);
    expect([await store.findEntities([ANN.id]), await store.chunks([ANN.id])]).toEqual([[], []]);
    const lists = [
      store.transcripts(page),
      store.entities(page),
      store.relationships(page),
      store.evidence([sampleId("r")], page),
      store.mentions([ANN.id], page),
      store.relationshipsInContext([ANN.id], page),
      store.transcriptChunks(ANN.id, page),
      store.quotes({ ...page, about: ANN.id }),
    ];
    expect(await Promise.all(lists)).toEqual(lists.map(() => []));
  });

  it.each([
    ["CREATE FULLTEXT INDEX mine FOR (n:Colloquy) ON EACH [n.nameKeys]", "mine", "has the index mine instead of"],
    ["CREATE FULLTEXT INDEX `my own` FOR (n:Colloquy) ON EACH [n.name, n.aliases]", "`my own`", "has the index my own"],
    [
      "CREATE FULLTEXT INDEX colloquy_names FOR (n:Entity) ON EACH [n.name]",
      "colloquy_names",
      "whose definition differs",
    ],
    [
      "CREATE INDEX colloquy_name_keys FOR (n:Colloquy) ON (n.nameKeys)",
      "colloquy_name_keys",
      "whose definition differs",
    ],
  ])("names a foreign index that replaces ours, and the command that drops it: %s", async (create, name, sentence) => {
    await cypher(create);
    await using store = open();
    await expect(store.prepare()).rejects.toThrow(sentence);
    await expect(store.prepare()).rejects.toThrow(`Remove it (DROP INDEX ${name}) and run the command again.`);
    await cypher(`DROP INDEX ${name}`);
    await store.prepare();
    for (const ours of ["colloquy_names", "colloquy_name_keys"]) await cypher(`DROP INDEX ${ours}`);
  });

  it("finds names without its index, and with it after the index is created", async () => {
    await using store = open();
    await store.prepare();
    await store.upsert("entity", [ANN, sampleEntity("bo", { name: "Bo" })]);
    await cypher("DROP INDEX colloquy_name_keys");
    expect(await store.findEntities(["ANN"])).toEqual([ANN]);
    await store.prepare();
    expect(await store.findEntities(["ANN"])).toEqual([ANN]);
    expect(await found("'colloquy_name_keys', 'ann'")).toEqual([{ name: "Ann" }]);
  });

  it("keeps foreign nodes out of our indexes, with any labels", async () => {
    await using store = open();
    await store.prepare();
    await cypher("CREATE (:Entity {name: 'Somebody else', nameKeys: ['somebody else'], aliases: ['else']})");
    await cypher("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()");
    expect(await found(`'colloquy_names', 'ann OR else'`)).toEqual([{ name: "Ann" }]);
    expect(await found(`'colloquy_name_keys', '"somebody else"'`)).toEqual([]);
  });

  it("is reported after half a minute without a response, and is written when it responds again", async () => {
    await using line = await startFaultyLine({ port: server.port });
    const reported = Promise.withResolvers<string>();
    await using store = open({ port: line.port, onRetry: reported.resolve });
    await store.clear();
    line.fallSilent();
    const began = performance.now();
    const written = store.upsert("entity", [ANN]);
    expect(await reported.promise).toContain("does not answer; retrying for");
    // The driver by itself takes two minutes.
    expect(performance.now() - began).toBeLessThan(60_000);
    line.speakAgain();
    await written;
    expect(await store.findEntities([ANN.id])).toEqual([ANN]);
  });

  it("is waited for while it fills an index, until the wait is ended", async () => {
    await cypher("DROP INDEX colloquy_names");
    const session = driver.session();
    const many = "UNWIND range(1, 300000) AS n CALL (n) { CREATE (:Colloquy {name: 'words ' + n}) } IN TRANSACTIONS";
    await session.run(many).then(() => session.close());
    await using store = open();
    const prepared = expect(store.prepare()).rejects.toMatchObject({ code: "interrupted" });
    for (;;) {
      const [index] = await cypher("SHOW INDEXES YIELD name, state WHERE name = 'colloquy_names' RETURN state");
      if (index !== undefined) break;
    }
    store.stopRetrying();
    await prepared;
    await using later = open();
    await later.prepare();
    expect(await cypher("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name")).toEqual([]);
  });
});
