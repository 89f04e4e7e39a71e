import { describe, expect, it } from "vitest";
import { DEFAULT_ONTOLOGY } from "../ontology.ts";
import { replySchema } from "./schema.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Every schema within a schema. */
function parts(schema: Schema): Schema[] {
  const properties = Object.values((schema["properties"] ?? {}) as Record<string, Schema>);
  const items = schema["items"] === undefined ? [] : [schema["items"] as Schema];
  return [schema, ...[...properties, ...items].flatMap(parts)];
}

const all = parts(replySchema(DEFAULT_ONTOLOGY));

describe("the schema of a reply", () => {
  it("requires every property and allows no others", () => {
    const objects = all.filter(({ type }) => type === "object");
    expect(objects).toHaveLength(5);
    for (const { properties, required, additionalProperties } of objects) {
      expect(required).toEqual(Object.keys(properties as object));
      expect(additionalProperties).toBe(false);
    }
  });

  it("limits every list and every text", () => {
    for (const { type, maxItems, maxLength, enum: values } of all) {
      if (type === "array") expect(maxItems).toBeGreaterThan(0);
      if (type === "string" && values === undefined) expect(maxLength).toBeGreaterThan(0);
    }
  });

  it("uses no keyword that a strict provider refuses", () => {
    const known = new Set([
      "type",
      "properties",
      "required",
      "additionalProperties",
      "items",
      "maxItems",
      "maxLength",
      "enum",
    ]);
    expect(all.flatMap(Object.keys).filter((word) => !known.has(word))).toEqual([]);
  });

  it("has the types of the ontology, except for quotes, which have their own list", () => {
    const choices = all.flatMap((part) => (Array.isArray(part["enum"]) ? [part["enum"] as string[]] : []));
    expect(choices[0]).toContain("Practice");
    expect(choices[0]).not.toContain("Quote");
    expect(choices[1]).toEqual(DEFAULT_ONTOLOGY.relationTypes.map(({ name }) => name));
  });
});
