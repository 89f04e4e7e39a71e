import { describe, expect, it } from "vitest";
import type { EntityRow, RelationshipRow } from "../model/index.ts";
import { mostDiscussed, mostDisputed } from "./broad-entities.ts";

const entity = (id: string, mentions: number, type = "Concept"): EntityRow => ({
  kind: "entity",
  id,
  name: id,
  type,
  aliases: [],
  mentions,
  transcripts: 1,
});
const relation = (
  source: string,
  type: string,
  target: string,
  polarity: Partial<RelationshipRow["polarity"]> = { stated: 1 },
): RelationshipRow => ({
  kind: "relationship",
  id: `${source} ${type} ${target}`,
  source,
  type,
  target,
  confidence: 1,
  count: 1,
  polarity: { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0, ...polarity },
});

const MANY = Array.from({ length: 30 }, (_, index) => entity(`topic ${index}`, 100 - index));
const ENTITIES = [entity("Ada", 200, "Person"), ...MANY, entity("naps", 2), entity("tea", 1), entity("rain", 1)];
const graphOf = (relationships: readonly RelationshipRow[]) => ({
  entities: async ({ limit }: { readonly limit: number }) => ENTITIES.slice(0, limit),
  relationships: async () => relationships,
  findEntities: async (keys: readonly string[]) => ENTITIES.filter(({ id }) => keys.includes(id)),
});
const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

describe("the entities of a broad question", () => {
  it("are the most mentioned ones, without people", async () => {
    const found = names(await mostDiscussed(graphOf([]), {}));
    expect([found.length, found[0]]).toEqual([16, "topic 0"]);
  });

  it("of one for contradictions are first those with relationships against each other, however seldom they are named", async () => {
    const found = await mostDisputed(
      graphOf([
        relation("Ada", "ADVOCATES", "naps"),
        relation("Ben", "OPPOSES", "naps"),
        relation("sun", "CAUSES", "tea", { stated: 1, negated: 2 }),
        relation("wind", "CAUSES", "rain"),
        relation("roofs", "REDUCES", "rain"),
      ]),
      {},
    );
    expect(names(found).slice(0, 3)).toEqual(["naps", "tea", "topic 0"]);
    expect(found).toHaveLength(16);
  });
});
