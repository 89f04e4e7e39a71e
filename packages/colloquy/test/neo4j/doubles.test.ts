import { describe, expect, it } from "vitest";
import { sampleChunk, sampleEntity, sampleMention } from "../../src/testing/suites/sample-rows.ts";
import { missing, titled, Workplace } from "./workplace.ts";

/** One page of rows, and a few rows of the next page. */
const MENTIONS = 1_010;

describe.skipIf(missing !== null)(titled("doubled rows in Neo4j"), () => {
  it("are all read, even when a page ends between two copies", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    await store.upsert("entity", [sampleEntity("entity")]);
    await store.upsert("chunk", [sampleChunk("chunk")]);
    const mentions = Array.from({ length: MENTIONS }, (_, index) => sampleMention(`mention ${index}`));
    await store.upsert("mention", mentions);
    await place.cypher(
      `MATCH (a:Entity {workspace: $workspace})-[r:MENTIONED_IN]->(b) WITH a, r, b ORDER BY r.id
       WITH collect([a, r, b]) AS all UNWIND [3, 998] AS at WITH all[at] AS one
       WITH one[0] AS a, one[1] AS r, one[2] AS b CREATE (a)-[copy:MENTIONED_IN]->(b) SET copy = properties(r)`,
    );
    const ids: string[] = [];
    for await (const rows of store.rows("mention")) ids.push(...rows.map(({ id }) => id));
    expect(ids).toHaveLength(MENTIONS + 2);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(MENTIONS);
  });
});
