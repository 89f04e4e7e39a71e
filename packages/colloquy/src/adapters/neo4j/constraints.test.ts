import { describe, expect, it } from "vitest";
import { type Constraint, wouldRefuse } from "./constraints.ts";
import { KINDS } from "./kinds/index.ts";
import { sampleChunk, sampleEntity } from "../../testing/suites/sample-rows.ts";

const TYPES = { entities: ["Person", "Concept"], relationships: ["CAUSES"] };

function constraint(type: string, on: string, properties: string, propertyType = ""): Constraint {
  return {
    name: "theirs",
    type,
    isOnNodes: !/RELATIONSHIP/.test(type),
    on,
    properties: properties.split(" "),
    propertyType,
  };
}

describe("a constraint of another application", () => {
  it.each([
    ["UNIQUENESS", "Person", "name", true],
    ["UNIQUENESS", "Entity", "workspace name", true],
    ["UNIQUENESS", "Entity", "id", true],
    ["UNIQUENESS", "Person", "id", true],
    ["UNIQUENESS", "Colloquy", "id", true],
    ["UNIQUENESS", "Transcript", "id", false],
    ["UNIQUENESS", "Chunk", "id", false],
    ["UNIQUENESS", "Quote", "id", false],
    ["UNIQUENESS", "Evidence", "id", false],
    ["UNIQUENESS", "Chunk", "workspace", true],
    ["UNIQUENESS", "Chunk", "text startMs", true],
    ["UNIQUENESS", "Colloquy", "workspace id", true],
    ["NODE_PROPERTY_UNIQUENESS", "Concept", "type", true],
    ["UNIQUENESS", "Person", "email", false],
    ["UNIQUENESS", "Person", "name email", false],
    ["UNIQUENESS", "Entity", "workspace id", false],
    ["UNIQUENESS", "Colloquy", "workspace kind id", false],
    ["UNIQUENESS", "Movie", "name", false],
    ["NODE_KEY", "Entity", "workspace id email", true],
    ["NODE_KEY", "Entity", "workspace id", false],
    ["NODE_PROPERTY_EXISTENCE", "Person", "email", true],
    ["NODE_PROPERTY_EXISTENCE", "Chunk", "startMs", true],
    ["NODE_PROPERTY_EXISTENCE", "Colloquy", "name", true],
    ["NODE_PROPERTY_EXISTENCE", "Person", "name", false],
    ["NODE_KEY", "Chunk", "id", false],
    ["RELATIONSHIP_UNIQUENESS", "MENTIONED_IN", "id", false],
    ["RELATIONSHIP_UNIQUENESS", "MENTIONED_IN", "text", true],
    ["RELATIONSHIP_UNIQUENESS", "CAUSES", "id", true],
    ["RELATIONSHIP_UNIQUENESS", "RELATED", "id", true],
    ["RELATIONSHIP_UNIQUENESS", "CAUSES", "workspace", true],
    ["RELATIONSHIP_UNIQUENESS", "CAUSES", "workspace id", false],
    ["RELATIONSHIP_UNIQUENESS", "KNOWS", "id", false],
    ["RELATIONSHIP_PROPERTY_EXISTENCE", "SAID", "since", true],
  ])("%s on %s of %s would refuse rows: %s", (type, on, properties, expected) => {
    expect(wouldRefuse(constraint(type, on, properties), TYPES)).toBe(expected);
  });

  it.each([
    ["NODE_PROPERTY_TYPE", "Entity", "aliases", "STRING", true],
    ["NODE_PROPERTY_TYPE", "Entity", "aliases", "LIST<STRING NOT NULL>", false],
    ["NODE_PROPERTY_TYPE", "Chunk", "startOffset", "FLOAT", true],
    ["NODE_PROPERTY_TYPE", "Chunk", "startOffset", "FLOAT | INTEGER", false],
    ["NODE_PROPERTY_TYPE", "Person", "email", "INTEGER", false],
    ["RELATIONSHIP_PROPERTY_TYPE", "CAUSES", "confidence", "INTEGER", true],
  ])("%s on %s: %s is %s would refuse rows: %s", (type, on, property, propertyType, expected) => {
    expect(wouldRefuse(constraint(type, on, property, propertyType), TYPES)).toBe(expected);
  });

  it("matters only for properties that rows have", () => {
    const held = { Entity: KINDS.entity.encode(sampleEntity("a")), Chunk: KINDS.chunk.encode(sampleChunk("b")) };
    for (const [label, { properties }] of Object.entries(held))
      for (const [name, value] of Object.entries(properties)) {
        const isUnique = label === "Chunk" && name === "id";
        expect(wouldRefuse(constraint("UNIQUENESS", label, name), TYPES), name).toBe(!isUnique);
        if (value === null)
          expect(wouldRefuse(constraint("NODE_PROPERTY_EXISTENCE", label, name), TYPES), name).toBe(true);
      }
  });
});
