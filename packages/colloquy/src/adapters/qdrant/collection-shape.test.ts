import { describe, expect, it } from "vitest";
import { type Description, earlierForm, foreignShape, PAYLOAD_INDEXES } from "./collection-shape.ts";

function described(vectors: object, sparse: object = {}, payload_schema: object = PAYLOAD_INDEXES): Description {
  const params = { vectors: { size: 4, distance: "Cosine", ...vectors }, sparse_vectors: { bm25: sparse } };
  return { config: { params }, payload_schema } as unknown as Description;
}

describe("the shape of a collection", () => {
  it.each([{}, { datatype: "float32", on_disk: true }, { datatype: null, quantization_config: { scalar: {} } }])(
    "is usable when vectors are returned as they were written: %o",
    (vectors) => expect(foreignShape(described(vectors))).toBeNull(),
  );

  it.each([
    [{ datatype: "float16" }, {}, "stores vectors as float16, which loses precision"],
    [{ datatype: "uint8" }, {}, "stores vectors as uint8"],
    [{ datatype: "turbo4" }, {}, "stores vectors as turbo4"],
    [{ multivector_config: { comparator: "max_sim" } }, {}, "a point has several vectors"],
    [{}, { index: { datatype: "float16" } }, 'stores the sparse vector "bm25" as float16'],
  ])("is foreign with %o and %o", (vectors, sparse, why) => {
    expect(foreignShape(described(vectors, sparse))).toContain(why);
  });

  it("is that of this version with its payload indexes, or without any", () => {
    expect(earlierForm(described({}))).toBeNull();
    expect(earlierForm(described({}, {}, {}))).toBeNull();
  });

  it.each([
    [{ modifier: "idf" }, {}, "its sparse vector has the modifier idf"],
    [{}, { workspace: {}, passageOf: {} }, "its chunks have the payload key passageOf"],
  ])("is that of an earlier version with %o and the payload indexes %o", (sparse, indexes, why) => {
    expect(earlierForm(described({}, sparse, indexes))).toBe(why);
  });
});
