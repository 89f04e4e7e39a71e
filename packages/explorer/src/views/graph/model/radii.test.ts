import { expect, it } from "vitest";
import { radiiOf } from "./radii.ts";

it("gives the most mentioned entity the largest radius and the least mentioned one the smallest", () => {
  const radii = radiiOf([
    { id: "rare", mentions: 10 },
    { id: "usual", mentions: 100 },
    { id: "frequent", mentions: 9_000 },
  ]);
  expect([...radii.keys()].toSorted((one, other) => (radii.get(one) ?? 0) - (radii.get(other) ?? 0))).toEqual([
    "rare",
    "usual",
    "frequent",
  ]);
  expect([radii.get("rare"), radii.get("frequent")]).toEqual([3.5, 13]);
});

it("gives entities with the same number of mentions the same radius, neither the largest nor the smallest", () => {
  const radii = [...radiiOf([1, 2].map((id) => ({ id: String(id), mentions: 4 }))).values()];
  expect(radii[0]).toBe(radii[1]);
  expect(radii[0]).toBeGreaterThan(3.5);
  expect(radii[0]).toBeLessThan(13);
});
