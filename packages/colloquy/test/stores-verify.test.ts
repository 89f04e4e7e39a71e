import { QdrantClient, type Schemas } from "@qdrant/js-client-rest";
import neo4j, { type Driver } from "neo4j-driver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { project, type ProjectOptions, type StoreVerification, type Verification, verify } from "../src/index.ts";
import { ScriptedExtractor } from "./scripted.ts";
import { neo4jServer, qdrantServer } from "./servers.ts";
import { canonicalLines, NO_SERVERS, ServerFixture } from "./stores/server-fixture.ts";

const ports = { extractor: new ScriptedExtractor() };

/** Another user of the same servers, with separate clients. */
class Vandal implements AsyncDisposable {
  readonly #workspace: string;
  readonly #driver: Driver;
  readonly qdrant = new QdrantClient({ url: qdrantServer() ?? "", checkCompatibility: false });

  constructor(workspace: string) {
    this.#workspace = workspace;
    const server = neo4jServer();
    if (server === null || server.auth === null || !("username" in server.auth)) throw new Error("Expected a server.");
    this.#driver = neo4j.driver(server.uri, neo4j.auth.basic(server.auth.username, server.auth.password));
  }

  /** Runs a statement with `$workspace`. Returns the number of records. */
  async cypher(text: string): Promise<number> {
    const { records } = await this.#driver.executeQuery(text, { workspace: this.#workspace });
    return records.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver.close();
  }
}

describe.skipIf(NO_SERVERS !== null)(
  `graph and vectors on servers, compared with the ledger${NO_SERVERS === null ? "" : ` (${NO_SERVERS})`}`,
  () => {
    let servers: ServerFixture;
    let vandal: Vandal;
    let whole: readonly string[];
    beforeEach(async () => {
      servers = new ServerFixture();
      for (const seed of [1, 2]) servers.folder.writeTalk(`talk-${seed}.txt`, seed, 24);
      vandal = new Vandal(servers.workspace());
      await servers.ingest({ ports });
      whole = await canonical();
    });
    afterEach(async () => {
      await vandal[Symbol.asyncDispose]();
      await servers[Symbol.asyncDispose]();
    });

    async function canonical(environment = servers.environment): Promise<readonly string[]> {
      await using workspace = await servers.open({ environment });
      return await canonicalLines(workspace);
    }

    const where = (workspace = servers.workspace()): ProjectOptions => ({
      workspace,
      dataDir: servers.folder.dataDir,
      outputDir: servers.folder.root,
      environment: servers.environment,
    });
    const verified = (repair = false): Promise<Verification> => verify({ ...where(), repair });
    const graphOf = ({ stores }: Verification): StoreVerification | undefined => stores[0];

    it("equal the ledger after a run", async () => {
      const found = await verified();
      expect(found).toMatchObject({
        ok: true,
        stores: [
          { store: "neo4j", holds: "graph", state: "current", examples: [] },
          { store: "qdrant", holds: "vectors", state: "current" },
        ],
      });
    });

    it("show and repair each removed, changed, added or doubled row of Neo4j", async () => {
      const lost = await vandal.cypher(
        "MATCH (:Entity {workspace: $workspace})-[r:MENTIONED_IN]->() WHERE r.text <> r.speaker WITH r ORDER BY r.id LIMIT 3 DELETE r RETURN 1",
      );
      const changed = await vandal.cypher(
        "MATCH (n:Entity {workspace: $workspace}) WITH n ORDER BY n.id LIMIT 2 SET n.mentions = n.mentions + 1 RETURN 1",
      );
      const added = await vandal.cypher(
        `MATCH (n:Quote {workspace: $workspace}) WITH n LIMIT 1
         CREATE (copy) SET copy = properties(n), copy.id = 'ffffffffffffffffffffffffffffffff' SET copy:Colloquy:Quote RETURN 1`,
      );
      const doubled = await vandal.cypher(
        `MATCH (a:Entity {workspace: $workspace})-[r:MENTIONED_IN]->(b) WITH a, r, b ORDER BY r.id DESC LIMIT 2
         CREATE (a)-[copy:MENTIONED_IN]->(b) SET copy = properties(r) RETURN 1`,
      );
      const doubledToo = await vandal.cypher(
        `MATCH (a:Entity {workspace: $workspace})-[r:CROSS_EPISODE]->(b) WITH a, r, b ORDER BY r.id LIMIT 1
         CREATE (a)-[copy:CROSS_EPISODE]->(b) SET copy = properties(r), copy.count = 77 RETURN 1`,
      );
      expect([lost, changed, added, doubled, doubledToo]).toEqual([3, 2, 1, 2, 1]);

      const found = await verified();
      expect(found.ok).toBe(false);
      expect(graphOf(found)).toMatchObject({ state: "current", missing: 3, changed: 2, extra: 1, doubled: 3 });
      expect(graphOf(found)?.kinds).toMatchObject({
        mention: { missing: 3, doubled: 2 },
        entity: { changed: 2 },
        quote: { extra: 1 },
        relationship: { doubled: 1 },
        chunk: { ok: true },
      });
      const repaired = await verified(true);
      expect(repaired.ok).toBe(true);
      // Doubled rows are removed, and written again.
      expect(graphOf(repaired)?.repaired).toBe(3 + 2 + 1 + 2 * 3);
      expect(await canonical()).toEqual(whole);
      expect((await verified()).ok).toBe(true);
    });

    it("show and repair each removed, changed or added point of Qdrant", async () => {
      const collection = `${servers.workspace()}_chunks`;
      // The collection also holds the state of the workspace.
      const filter = { must: [{ key: "chunkOf", match: { value: servers.workspace() } }] };
      const wanted = { limit: 4, filter, with_payload: true, with_vector: true };
      const { points } = await vandal.qdrant.scroll(collection, wanted);
      const [gone, altered, copied] = points;
      if (gone === undefined || altered === undefined || copied === undefined) throw new Error("Expected points.");
      await vandal.qdrant.delete(collection, { points: [gone.id], wait: true });
      await vandal.qdrant.setPayload(collection, { points: [altered.id], payload: { text: "spoilt" }, wait: true });
      const id = "ffffffff-ffff-ffff-ffff-ffffffffffff";
      const payload = { ...copied.payload, id: "f".repeat(32) };
      await vandal.qdrant.upsert(collection, {
        points: [{ id, vector: copied.vector as Schemas["VectorStruct"], payload }],
        wait: true,
      });

      const [, vectors] = (await verified()).stores;
      expect(vectors).toMatchObject({ ok: false, missing: 1, changed: 1, extra: 1, doubled: 0 });
      expect((await verified(true)).ok).toBe(true);
      expect(await canonical()).toEqual(whole);
    });

    it("are rebuilt for one workspace, while another workspace and a user's own data stay", async () => {
      const beside = servers.workspace("beside");
      await servers.ingest({ ports, workspace: beside });
      await vandal.cypher(
        "MATCH (n:Entity {workspace: $workspace}) WITH n LIMIT 1 CREATE (:TestUser {of: $workspace})-[:LIKES]->(n) SET n.colour = 'red'",
      );
      const { stores } = await project({ ...where(), to: ["neo4j", "qdrant"] });
      expect(stores.map(({ store, holds, rows }) => ({ store, holds, some: rows > 0 }))).toEqual([
        { store: "neo4j", holds: "graph", some: true },
        { store: "qdrant", holds: "vectors", some: true },
      ]);
      expect(await canonical()).toEqual(whole);
      expect(
        await vandal.cypher("MATCH (:TestUser {of: $workspace})-[:LIKES]->(n:Entity {colour: 'red'}) RETURN n"),
      ).toBe(1);
      expect((await verify(where(beside))).ok).toBe(true);
      await vandal.cypher("MATCH (n:TestUser {of: $workspace}) DETACH DELETE n");
    });

    it("are moved to the files and back, also when the collection is missing", async () => {
      const moved = await project({ ...where(), to: ["embedded"] });
      expect(moved.stores.map(({ store }) => store)).toEqual(["embedded", "embedded"]);
      expect(await canonical({})).toEqual(whole);
      await vandal.qdrant.deleteCollection(`${servers.workspace()}_chunks`);
      await vandal.cypher("MATCH (n:Colloquy {workspace: $workspace}) DETACH DELETE n");
      const found = await verified();
      expect(found.stores.map(({ state, rows }) => ({ state, rows: rows.store }))).toEqual([
        { state: "empty", rows: 0 },
        { state: "empty", rows: 0 },
      ]);
      const back = await project({ ...where(), to: ["neo4j", "qdrant", "embedded"] });
      expect(back.stores.map(({ store, holds }) => `${store} ${holds}`)).toEqual([
        "neo4j graph",
        "embedded graph",
        "qdrant vectors",
        "embedded vectors",
      ]);
      expect(await canonical()).toEqual(whole);
      expect(await canonical({})).toEqual(whole);
    });
  },
);
