import { expect, it } from "vitest";
import { relationshipName, STRUCTURAL_LABELS, TYPE_NAME_PATTERN, typeLabels } from "./type-names.ts";

it.each(["Person", "a", "A_1", "x".repeat(64)])("accepts %j as a label and as a relationship type", (type) => {
  expect(typeLabels(type)).toEqual([type]);
  expect(relationshipName(type)).toBe(type);
  expect(type).toMatch(new RegExp(`^(${TYPE_NAME_PATTERN})$`));
});

it.each(["", "1a", "_a", "a b", "a-b", "Ä", "a\n", "`x`", "x".repeat(65)])(
  "accepts %j neither as a label nor as a relationship type",
  (type) => {
    expect(typeLabels(type)).toEqual([]);
    expect(relationshipName(type)).toBe("RELATED");
  },
);

it("does not accept structural labels or the relationship type of mentions", () => {
  for (const label of STRUCTURAL_LABELS) expect(typeLabels(label)).toEqual([]);
  expect(relationshipName("MENTIONED_IN")).toBe("RELATED");
});
