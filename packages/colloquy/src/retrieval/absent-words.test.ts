import { describe, expect, it } from "vitest";
import { analyse } from "../analysis/index.ts";
import { createMemoryVectorStore } from "../testing/index.ts";
import { sampleIndexedChunk } from "../testing/suites/sample-rows.ts";
import { absentWords } from "./index.ts";

async function absentFrom(texts: readonly string[], query: string): Promise<readonly string[]> {
  const store = createMemoryVectorStore();
  await store.prepare({ dimensions: 4, profile: "sample/1" });
  await store.upsert(
    texts.map((text, index) => ({ row: sampleIndexedChunk(String(index), { text }), terms: analyse(text) })),
  );
  return absentWords(store, query);
}

const TEXTS = ["The remote control needs batteries.", "Deep sleep, Zoë says, is 10,000 years old."];

describe("the absent words of a query", () => {
  it.each<[string, readonly string[]]>([
    ["remote control", []],
    ["remote xylophone", ["xylophone"]],
    ["What about the Xylophones, and the battery?", ["Xylophones"]],
    ["xylophone, Xylophones and zithers", ["xylophone", "zithers"]],
    ["sleep-deprived", ["deprived"]],
    ["of the and", []],
    ["zoe's 10,000 year", []],
    ["睡眠", ["睡眠"]],
  ])("of %j are %j", async (query, absent) => {
    expect(await absentFrom(TEXTS, query)).toEqual(absent);
  });

  it("are empty while nothing is indexed", async () => {
    expect(await absentFrom([], "xylophone")).toEqual([]);
  });
});
