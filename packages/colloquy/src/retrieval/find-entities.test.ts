import { describe, expect, it } from "vitest";
import { entityId } from "../model/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleEntity } from "../testing/suites/sample-rows.ts";
import { findEntities } from "./find-entities.ts";

describe("finding entities", () => {
  it("returns all entities of a name without its title, the most mentioned first", async () => {
    const graph = createMemoryGraphStore();
    const aliases = [{ name: "Dr. Okafor", reason: "part" }];
    await graph.upsert("entity", [
      sampleEntity("Maya Okafor", { type: "Person", mentions: 41, aliases }),
      sampleEntity("Dr. Okafor", { type: "Person", id: entityId("okafor"), mentions: 2 }),
    ]);
    for (const name of ["Dr. Okafor", "Okafor", "okafor"])
      expect((await findEntities(graph, [name], {})).map((found) => found.map((each) => each.name))).toEqual([
        ["Maya Okafor", "Dr. Okafor"],
      ]);
  });
});
