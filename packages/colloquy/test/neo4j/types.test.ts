import { describe, expect, it } from "vitest";
import { sampleId, sampleEntity, sampleQuote, sampleRelationship } from "../../src/testing/suites/sample-rows.ts";
import { missing, titled, Workplace } from "./workplace.ts";

const ODD_TYPES = ["has space", "", "1st", "Ünïcode", "`injected`) DETACH DELETE n //", `${"L".repeat(65)}`, "a-b"];

describe.skipIf(missing !== null)(titled("types in Neo4j"), () => {
  const labels = "MATCH (n:Colloquy {workspace: $workspace, kind: 'entity', id: $id}) RETURN labels(n) AS labels";

  it("are labels of entities, and change with them", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    for (const type of ["Person", "Organization", "odd type", "Person"]) {
      await store.upsert("entity", [sampleEntity("a", { type })]);
      const [node] = await place.cypher(labels, { id: sampleId("a") });
      const expected = type === "odd type" ? ["Colloquy", "Entity"] : ["Colloquy", "Entity", type];
      expect(new Set(node?.["labels"] as string[])).toEqual(new Set(expected));
      expect((await store.counts()).byType.entities).toEqual({ [type]: 1 });
    }
  });

  it("stay in the property when they are invalid or structural labels", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    const types = [...ODD_TYPES, "Chunk", "Workspace", "Colloquy", "Entity"];
    await store.upsert(
      "entity",
      types.map((type) => sampleEntity(type, { type })),
    );
    for (const type of types) {
      const [node] = await place.cypher(labels, { id: sampleId(type) });
      expect(new Set(node?.["labels"] as string[])).toEqual(new Set(["Colloquy", "Entity"]));
      expect((await store.findEntities([sampleId(type)]))[0]?.type).toBe(type);
    }
    await store.upsert("entity", [sampleEntity("Chunk", { type: "Person" })]);
    const [node] = await place.cypher(labels, { id: sampleId("Chunk") });
    expect(new Set(node?.["labels"] as string[])).toEqual(new Set(["Colloquy", "Entity", "Person"]));
  });

  it("are types of relationships, or RELATED when they are invalid", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    const types = ["CAUSES", "PART_OF", "MENTIONED_IN", "SAID", "SPOKE_IN", "ABOUT", ...ODD_TYPES];
    const rows = types.map((type) => sampleRelationship(type, { type }));
    await store.upsert("relationship", rows);
    const found = await place.cypher(
      "MATCH (:Colloquy {workspace: $workspace})-[r]->() RETURN DISTINCT type(r) AS type ORDER BY type",
    );
    expect(found.map((row) => row["type"])).toEqual(["CAUSES", "PART_OF", "RELATED"]);
    expect((await store.counts()).mentions).toBe(0);
    for (const row of rows) expect(await store.relationships({ limit: 10, type: row.type })).toEqual([row]);
  });

  it("link a quote to its current speaker and subjects", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    const links = async () =>
      (
        await place.cypher(
          `MATCH (:Quote {workspace: $workspace})-[r]-(end:Colloquy) WHERE type(r) <> 'FOUND_IN'
           RETURN type(r) + ' ' + end.id AS link ORDER BY link`,
        )
      ).map((row) => row["link"]);
    await store.upsert("quote", [
      sampleQuote("q", { speaker: sampleId("ann"), about: [sampleId("a"), sampleId("b")] }),
    ]);
    expect(await links()).toEqual(
      [`ABOUT ${sampleId("a")}`, `ABOUT ${sampleId("b")}`, `SAID ${sampleId("ann")}`].sort(),
    );
    await store.upsert("quote", [sampleQuote("q", { speaker: null, about: [sampleId("b"), sampleId("b")] })]);
    expect(await links()).toEqual([`ABOUT ${sampleId("b")}`]);
  });
});
