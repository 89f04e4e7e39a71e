import neo4j from "neo4j-driver";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openNeo4jGraphStore } from "../../../src/adapters/neo4j/index.ts";
import { NO_NEO4J, serverControls } from "../../servers.ts";
import { WHOLE } from "../corpus.ts";
import { killAt } from "../kill.ts";
import { SeededRandom } from "../random.ts";
import { expectToContinue, runUndisturbed, type Undisturbed } from "../undisturbed.ts";
import { type IngestCall, Workplace } from "../workplace.ts";
import { type ControlledServer, startControlledServer } from "./controlled-server.ts";
import { startFaultyLine } from "./faulty-line.ts";

const { neo4j: command } = serverControls();

describe.skipIf(command === null)(`a run that writes to Neo4j (${command === null ? NO_NEO4J : command})`, () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  let server: ControlledServer;
  const atPort = (port: number) => ({ ...server.environment, NEO4J_URI: `bolt://127.0.0.1:${port}` });

  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
    server = await startControlledServer(command ?? "", "--home");
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    place[Symbol.dispose]();
  });
  beforeEach(async () => {
    place.useNewDataFolder();
    place.environment = server.environment;
    await using store = openNeo4jGraphStore(
      {
        uri: `bolt://127.0.0.1:${server.port}`,
        database: null,
        auth: { username: "neo4j", password: server.environment["NEO4J_PASSWORD"] ?? "" },
      },
      { workspace: "talks" },
    );
    await store.prepare();
    await store.clear();
  });

  async function expectWhole(): Promise<void> {
    place.environment = server.environment;
    const { exitCode, said } = await place.verify();
    expect(exitCode, said).toBe(0);
    expect(await place.exportedDigest()).toBe(undisturbed.digest);
  }

  /** Calls a function when rows are being written. */
  function whenWriting(work: () => Promise<unknown>): { call: IngestCall; done: () => Promise<unknown> } {
    let doing: Promise<unknown> | null = null;
    const onEvent: IngestCall["onEvent"] = (event) => {
      if (event.event === "stage.progress" && event.stage === "project") doing ??= work();
    };
    return {
      call: { onEvent },
      done: async () => {
        expect(doing).not.toBeNull();
        await doing;
      },
    };
  }

  it("stops before extraction when the server is down, and continues when it is back", async () => {
    await server.stop();
    const refused = await place.ingest();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`NEO4J_URI is set but bolt://127.0.0.1:${server.port} refused the connection`);
    expect(refused.extracted).toBe(0);
    await server.start();
    await expectToContinue(place, undisturbed);
    await expectWhole();
  });

  it("stops with one sentence at a wrong password, which locks no account", async () => {
    place.environment = { ...server.environment, NEO4J_PASSWORD: "guessed" };
    const refused = await place.ingest();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/password/i);
    expect(refused.stderr).not.toContain("guessed");
    expect(refused.extracted).toBe(0);
    place.environment = server.environment;
    await expectToContinue(place, undisturbed);
    await expectWhole();
  });

  it.each(["stop", "kill"] as const)("waits while the server ends by `%s` and returns", async (end) => {
    const { call, done } = whenWriting(async () => {
      await server[end]();
      await server.start();
    });
    const run = await place.ingest(call);
    await done();
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.result?.digest).toBe(undisturbed.digest);
    await expectWhole();
  });

  it("writes no duplicates when connections break after a commit", async () => {
    await using line = await startFaultyLine({ port: server.port, lostCommits: 4 });
    place.environment = atPort(line.port);
    const run = await place.ingest();
    expect(run.exitCode, run.stderr).toBe(0);
    expect(line.lost).toBe(4);
    await expectWhole();
  });

  it("ends with the same result over a slow connection", async () => {
    await using line = await startFaultyLine({ port: server.port, delayMs: 40 });
    place.environment = atPort(line.port);
    const run = await place.ingest();
    expect(run.exitCode, run.stderr).toBe(0);
    await expectWhole();
  });

  it.each([1, 2, 3])("continues after it was killed during writing (seed %i)", async (seed) => {
    const random = new SeededRandom(seed);
    for (let kill = 0; kill < 3; kill += 1)
      await killAt(place, { event: undisturbed.events - 1 - random.below(12), delayMs: random.below(400) });
    await expectToContinue(place, undisturbed);
    await expectWhole();
  });

  it("and 32 other clients that write to its best known entity both complete without duplicates", async () => {
    const first = await place.ingest();
    expect(first.exitCode, first.stderr).toBe(0);
    const { NEO4J_URI: uri = "", NEO4J_PASSWORD: password = "" } = server.environment;
    await using driver = neo4j.driver(uri, neo4j.auth.basic("neo4j", password));
    const ask = (query: string, parameters = {}) => driver.executeQuery(query, parameters);
    const ended = new AbortController();
    const write = async (writer: number): Promise<number> => {
      let written = 0;
      while (!ended.signal.aborted) {
        const { summary } = await ask(
          `MATCH (e:Entity {workspace: 'talks'}) WITH e ORDER BY e.mentions DESC, e.id LIMIT 1
           CREATE (:Note {writer: $writer})-[:ABOUT]->(e)`,
          { writer },
        );
        written += summary.counters.updates().nodesCreated;
      }
      return written;
    };
    const others = Promise.all(Array.from({ length: 32 }, (_, writer) => write(writer)));
    // Another ledger: all rows are written again while the clients write.
    place.useNewDataFolder();
    const again = await place.ingest();
    ended.abort();
    const written = (await others).reduce((sum, count) => sum + count, 0);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(written).toBeGreaterThan(0);
    const { records } = await ask(
      "MATCH (n:Note) OPTIONAL MATCH (n)-[r:ABOUT]->() RETURN count(DISTINCT n) AS notes, count(r) AS links",
    );
    expect(records[0]?.toObject()).toEqual({ notes: neo4j.int(written), links: neo4j.int(written) });
    await ask("MATCH (n:Note) DETACH DELETE n");
    await expectWhole();
  });
});
