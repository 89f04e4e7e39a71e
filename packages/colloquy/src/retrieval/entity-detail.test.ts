import { describe, expect, it } from "vitest";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleEntity, sampleEvidenceRow, sampleRelationship } from "../testing/suites/sample-rows.ts";
import { describeEntity } from "./entity-detail.ts";

describe("the detail of an entity", () => {
  it("holds all evidence of every relationship, in any number", async () => {
    const graph = createMemoryGraphStore();
    const [source, target, other] = ["source", "target", "other"].map((id) => sampleEntity(id));
    const relationships = [
      sampleRelationship("much", { count: 250 }),
      sampleRelationship("little", { target: other?.id ?? "", count: 1 }),
    ];
    const evidence = Array.from({ length: 250 }, (_, n) =>
      sampleEvidenceRow(`much ${n}`, {
        of: relationships[0]?.id ?? "",
        evidence: { startOffset: n, endOffset: n + 5, polarity: n === 249 ? "negated" : "stated" },
      }),
    );
    const little = sampleEvidenceRow("little", { of: relationships[1]?.id ?? "" });
    await graph.upsert(
      "entity",
      [source, target, other].filter((row) => row !== undefined),
    );
    await graph.upsert("relationship", relationships);
    await graph.upsert("evidence", [...evidence, little]);
    const detail = await describeEntity(graph, "source", {});
    expect(detail?.relationships.map((each) => each.evidence)).toEqual([
      evidence.map((row) => row.evidence),
      [little.evidence],
    ]);
    expect(detail?.relationships[0]?.polarity).toMatchObject({ stated: 249, negated: 1 });
  });
});
