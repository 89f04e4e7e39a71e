import { describe, expect, it } from "vitest";
import { type Description, foreignShape } from "./collection-shape.ts";

function described(vectors: object, sparse: object = {}): Description {
  const params = { vectors: { size: 4, distance: "Cosine", ...vectors }, sparse_vectors: { bm25: sparse } };
  return { config: { params } } as unknown as Description;
}

describe("the shape of a collection", () => {
  it.each([{}, { datatype: "float32", on_disk: true }, { datatype: null, quantization_config: { scalar: {} } }])(
    "is usable where vectors come back as they were written: %o",
    (vectors) => expect(foreignShape(described(vectors))).toBeNull(),
  );

  it.each([
    [{ datatype: "float16" }, {}, "keeps vectors as float16, so that it cannot give back what is written"],
    [{ datatype: "uint8" }, {}, "keeps vectors as uint8"],
    [{ datatype: "turbo4" }, {}, "keeps vectors as turbo4"],
    [{ multivector_config: { comparator: "max_sim" } }, {}, "a point has several vectors"],
    [{}, { index: { datatype: "float16" } }, 'keeps the sparse vector "bm25" as float16'],
  ])("is none of ours with %o and %o", (vectors, sparse, why) => {
    expect(foreignShape(described(vectors, sparse))).toContain(why);
  });
});
