import { describe, expect, it } from "vitest";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleEntity } from "../testing/suites/sample-rows.ts";
import { type Listing, type ListOptions, readListing } from "./listing.ts";
import { entityList } from "./lists.ts";

const SAMPLES = Array.from({ length: 25 }, (_, n) =>
  sampleEntity(`e${n}`, { name: `n${n % 7}`, mentions: n % 5, type: n % 2 === 0 ? "Person" : "Concept" }),
);

async function sampleGraph() {
  const graph = createMemoryGraphStore();
  await graph.upsert("entity", SAMPLES);
  return graph;
}

/** Reads the pages of a list through its cursors. */
async function partsOf<Item>(read: (options: ListOptions) => Promise<Listing<Item>>, limit: number) {
  const parts: (readonly Item[])[] = [];
  let cursor: string | null = null;
  do {
    const part: Listing<Item> = await read({ limit, ...(cursor === null ? {} : { cursor }) });
    parts.push(part.items);
    cursor = part.next;
  } while (cursor !== null);
  return parts;
}

describe("a list in pages", () => {
  it.each([1, 2, 5, 24, 25, 26])("holds every item once, in the same order, with %i items a page", async (limit) => {
    const graph = await sampleGraph();
    const parts = await partsOf((options) => readListing(entityList(graph, undefined), options), limit);
    expect(parts.flat()).toEqual(await graph.entities({ limit: 100 }));
    expect(parts.slice(0, -1).every((part) => part.length === limit)).toBe(true);
    expect(parts.at(-1)).not.toEqual([]);
  });

  it("continues at its position when items are added before it", async () => {
    const graph = await sampleGraph();
    const first = await readListing(entityList(graph, "Person"), { limit: 5 });
    await graph.upsert("entity", [sampleEntity("new", { mentions: 99, type: "Person" })]);
    const rest = await readListing(entityList(graph, "Person"), { cursor: first.next ?? "" });
    expect([...first.items, ...rest.items]).toHaveLength(13);
    expect(rest.next).toBeNull();
  });

  it.each([0, -1, 1.5, 10_001])("is refused with a limit of %d", async (limit) => {
    const graph = await sampleGraph();
    const refused = { code: "invalid-input", message: expect.stringContaining("from 1 to 10000") };
    await expect(readListing(entityList(graph, undefined), { limit })).rejects.toMatchObject(refused);
  });

  it("is refused with a cursor of another list or an invalid cursor", async () => {
    const graph = await sampleGraph();
    const { next } = await readListing(entityList(graph, undefined), { limit: 1 });
    const wrong = Buffer.from(JSON.stringify(["entities", { mentions: "1" }])).toString("base64url");
    for (const [type, cursor] of [
      ["Person", next ?? ""],
      [undefined, "nonsense"],
      [undefined, ""],
      [undefined, wrong],
    ] as const) {
      const refused = { code: "invalid-input", message: expect.stringContaining("is not a cursor of this list") };
      await expect(readListing(entityList(graph, type), { cursor })).rejects.toMatchObject(refused);
    }
  });
});
