import { expect, it } from "vitest";
import type { EntityRow, MentionRow } from "../model/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import { mentionsOf, namedEntities } from "./named-entities.ts";

const entity = (id: string, name: string, mentions: number, ...aliases: string[]): EntityRow => ({
  kind: "entity",
  id,
  name,
  type: "Concept",
  aliases: aliases.map((alias) => ({ name: alias, reason: "number" })),
  mentions,
  transcripts: 1,
});
const mention = (id: string, of: string, chunk: string): MentionRow => ({
  kind: "mention",
  id,
  entity: of,
  evidence: {
    file: "a.txt",
    chunk,
    speaker: null,
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: 5,
    text: "mango",
    polarity: "stated",
  },
});

async function graphOf(entities: readonly EntityRow[], mentions: readonly MentionRow[]) {
  const graph = createMemoryGraphStore();
  await graph.prepare();
  await graph.upsert("entity", entities);
  await graph.upsert("mention", mentions);
  return graph;
}

const POTATO = entity("e1", "potato", 2, "mango");
const REMOTE = entity("e2", "remote control", 1);

it("finds the entities that a query names, by any name", async () => {
  const graph = await graphOf([POTATO, REMOTE, entity("e3", "budget", 1)], []);
  const found = await namedEntities(graph, "How easy is it to lose the mango, a remote control?", {});
  expect(found.map(({ name }) => name)).toEqual(["remote control", "potato"]);
  expect(await namedEntities(graph, "of the and", {})).toEqual([]);
});

it("gives chunks with more of the entities, and with rarer ones, larger shares", async () => {
  const graph = await graphOf(
    [POTATO, REMOTE],
    [mention("m1", "e1", "c1"), mention("m2", "e1", "c2"), mention("m3", "e2", "c2"), mention("m4", "e2", "c3")],
  );
  const shares = await mentionsOf(graph, [POTATO, REMOTE], {});
  expect(shares.get("c2")).toBe(1);
  expect(shares.get("c3")).toBeGreaterThan(shares.get("c1") ?? 1);
});

it("selects nothing by an entity that is mentioned everywhere", async () => {
  const everywhere = entity("e4", "people", 5000);
  const graph = await graphOf([everywhere], [mention("m1", "e4", "c1")]);
  expect((await mentionsOf(graph, [everywhere], {})).size).toBe(0);
});
