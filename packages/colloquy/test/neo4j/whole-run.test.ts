import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verify } from "../../src/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { ScriptedExtractor } from "../scripted.ts";
import { ScriptedSummariser } from "../scripted-summariser.ts";
import { missing, serverOf, titled, Workplace } from "./workplace.ts";

describe.skipIf(missing !== null)(titled("runs that write to Neo4j"), { timeout: 120_000 }, () => {
  let folder: IngestFixture;
  let place: Workplace;
  beforeEach(() => {
    folder = new IngestFixture();
    for (const seed of [1, 2]) folder.writeTalk(`talk-${seed}.txt`, seed, 24);
    place = new Workplace();
  });
  afterEach(async () => {
    folder[Symbol.dispose]();
    await place[Symbol.asyncDispose]();
  });

  const where = (project: string) => {
    const { auth, uri } = serverOf();
    const { username, password } = auth as { readonly username: string; readonly password: string };
    const environment = { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password };
    return { workspace: place.workspace, dataDir: join(folder.root, project), environment };
  };
  const ingest = (project: string, extractor = new ScriptedExtractor()) =>
    folder.ingest({ ...where(project), ports: { extractor } });
  const verified = (project: string, repair = false) => verify({ ...where(project), outputDir: folder.root, repair });

  it("are verified with types and directions and repaired, and foreign data stays", async () => {
    await ingest("one");
    await place.cypher(
      `MATCH (chunk:Colloquy:Chunk {workspace: $workspace}) WITH collect(chunk.id) AS ids UNWIND range(1, 200) AS n
       CREATE (:TestUser {of: $workspace})-[:MENTIONED_IN {workspace: $workspace, id: 'other ' + n}]->(:TestUser {of: $workspace})`,
    );
    expect((await verified("one")).ok).toBe(true);
    const relationships = `MATCH (a:Entity {workspace: $workspace})-[r]->(b:Entity) WHERE r.type IS NOT NULL
      WITH a, r, b ORDER BY r.id`;
    await place.cypher(`${relationships} LIMIT 5 CREATE (a)-[copy:REDUCES]->(b) SET copy = properties(r) DELETE r`);
    await place.cypher(
      `${relationships} SKIP 5 LIMIT 1 CALL (a, r, b) { CREATE (b)-[copy:$(type(r))]->(a) SET copy = properties(r) DELETE r }`,
    );
    await place.cypher("MATCH (n:Evidence {workspace: $workspace}) SET n.startOffset = toFloat(n.startOffset)");
    const [graph] = (await verified("one")).stores;
    expect(graph?.kinds).toMatchObject({
      relationship: { missing: 0, changed: 6, extra: 0, doubled: 0 },
      mention: { ok: true },
      evidence: { changed: graph?.kinds.evidence?.rows.ledger },
    });
    expect((await verified("one", true)).ok).toBe(true);
    expect((await verified("one")).ok).toBe(true);
    expect(
      await place.cypher("MATCH (:TestUser {of: $workspace})-[r:MENTIONED_IN]->() RETURN count(r) AS left"),
    ).toEqual([{ left: 200 }]);
  });

  it("write summaries to entities and transcripts, and remove those of earlier evidence", async () => {
    const lines = ["causes stress", "reduces sleep", "increases focus", "causes fatigue"].flatMap((effect) => [
      `Ada Abbot: I think that remote work ${effect} for everybody in the team.`,
      `Cora Cole: ${"We went on about other things for a long while. ".repeat(40)}`,
    ]);
    const other = new IngestFixture();
    try {
      const summaries = () =>
        place.cypher(
          "MATCH (n {workspace: $workspace}) WHERE n.summary IS NOT NULL RETURN n.kind AS kind, n.summary AS summary ORDER BY kind",
        );
      const run = (more: string, options: object) => {
        other.write("a.txt", `${lines.join("\n")}\n${more}`);
        return other.ingest({ ...where("summaries"), dataDir: other.dataDir, ...options });
      };
      await run("", { summaries: true, ports: { summariser: new ScriptedSummariser() } });
      const written = await summaries();
      expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(["entity", "transcript"]));
      expect(written.map(({ summary }) => summary).join(" ")).toContain("remote work causes stress");
      const check = { ...where("summaries"), dataDir: other.dataDir, outputDir: other.root };
      expect((await verify(check)).ok).toBe(true);
      await run("Ada Abbot: I think that remote work causes boredom.\n", {});
      expect((await summaries()).filter(({ kind }) => kind === "transcript")).toEqual([]);
    } finally {
      other[Symbol.dispose]();
    }
  });

  it("of two ledgers in one workspace: exactly one succeeds, and the store has its rows", async () => {
    const taken = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const waiting = new ScriptedExtractor({
      script: async () => {
        asked.resolve();
        await taken.promise;
      },
    });
    const first = ingest("one", waiting).catch((error: unknown) => error);
    await asked.promise;
    folder.writeTalk("talk-3.txt", 3, 24);
    await ingest("two");
    expect(folder.eventsOf("warning").map(({ message }) => message)).toContainEqual(
      expect.stringContaining("This run takes over the workspace, and the other run stops"),
    );
    taken.resolve();
    expect(await first).toMatchObject({
      code: "workspace-busy",
      message: expect.stringMatching(
        /^Another run has taken over workspace \S+ in Neo4j at bolt:\S+, [^.]+\. [^.]+\.$/,
      ),
    });
    expect((await verified("two")).ok).toBe(true);
  });
});
