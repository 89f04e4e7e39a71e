import { expect, it } from "vitest";
import { encodePassages } from "../src/embedding/index.ts";
import { listFilters, passageSimilarities } from "../src/index.ts";

it("has what a vector store of one's own needs: the filters of its lists", () => {
  const filter = { files: ["a.vtt", "b.vtt"], speakers: ["Ann"] };
  expect(listFilters({ filter, named: [] })).toEqual([filter]);
  expect(listFilters({ filter, named: ["b.vtt", "c.vtt"] })).toEqual([filter, { files: ["b.vtt"], speakers: ["Ann"] }]);
  expect(listFilters({ filter: {}, named: ["c.vtt"] })).toEqual([{}, { files: ["c.vtt"] }]);
});

it("has what a vector store of one's own needs: the similarities of passages", () => {
  const passages = encodePassages([Float32Array.of(1, 0), Float32Array.of(0, -1)]);
  expect(passageSimilarities(passages, Float32Array.of(1, 0))).toEqual([1, 0]);
});
