import { expect, it } from "vitest";
import { relationshipName, STRUCTURAL_LABELS, TYPE_NAME_PATTERN, typeLabels } from "./type-names.ts";

it.each(["Person", "a", "A_1", "x".repeat(64)])("a type as %j is a label and a type of relationships", (type) => {
  expect(typeLabels(type)).toEqual([type]);
  expect(relationshipName(type)).toBe(type);
  expect(type).toMatch(new RegExp(`^(${TYPE_NAME_PATTERN})$`));
});

it.each(["", "1a", "_a", "a b", "a-b", "Ä", "a\n", "`x`", "x".repeat(65)])("a type as %j is neither", (type) => {
  expect(typeLabels(type)).toEqual([]);
  expect(relationshipName(type)).toBe("RELATED");
});

it("no type is a label that says what a node is to us, nor the relationship of mentions", () => {
  for (const label of STRUCTURAL_LABELS) expect(typeLabels(label)).toEqual([]);
  expect(relationshipName("MENTIONED_IN")).toBe("RELATED");
});
