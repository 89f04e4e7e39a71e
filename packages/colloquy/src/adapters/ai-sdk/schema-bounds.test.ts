import { describe, expect, it } from "vitest";
import { withoutBounds } from "./schema-bounds.ts";

const SCHEMA = {
  type: "object",
  properties: {
    names: { type: "array", maxItems: 3, items: { type: "string", minLength: 1, maxLength: 9 } },
    maxLength: { type: "number" },
    kind: { enum: ["a", { maxItems: 1 }] },
  },
  required: ["names", "maxLength"],
  anyOf: [{ maxItems: 2 }, { type: "object" }],
};

describe("withoutBounds", () => {
  it("removes the given keywords at every depth, and no others", () => {
    const schema = withoutBounds(SCHEMA, ["maxLength", "minLength"]);
    expect(schema.properties.names).toEqual({ type: "array", maxItems: 3, items: { type: "string" } });
    expect(withoutBounds(SCHEMA, ["maxItems"]).anyOf).toEqual([{}, { type: "object" }]);
  });

  it("keeps the caller's names and data that equal a keyword", () => {
    const { properties, required } = withoutBounds(SCHEMA, ["maxLength", "maxItems"]);
    expect(properties.maxLength).toEqual({ type: "number" });
    expect(properties.kind).toEqual({ enum: ["a", { maxItems: 1 }] });
    expect(required).toEqual(["names", "maxLength"]);
  });

  it("does not change the given schema", () => {
    const before = JSON.stringify(SCHEMA);
    withoutBounds(SCHEMA, ["maxLength", "minLength", "maxItems", "minItems"]);
    expect(JSON.stringify(SCHEMA)).toBe(before);
    expect(withoutBounds(SCHEMA, [])).toBe(SCHEMA);
  });
});
