import { describe, expect, it } from "vitest";
import { neighbourTowards } from "./walk.ts";

const HERE = { x: 100, y: 100 };
const NEIGHBOURS = [
  { id: "right", x: 200, y: 110 },
  { id: "far right", x: 400, y: 100 },
  { id: "above", x: 95, y: 20 },
  { id: "below left", x: 60, y: 140 },
];

describe("an arrow key", () => {
  it.each([
    ["right", "right"],
    ["up", "above"],
    ["left", "below left"],
    ["down", "below left"],
  ] as const)("%s leads to the neighbour there", (direction, id) => {
    expect(neighbourTowards(HERE, direction, NEIGHBOURS)).toBe(id);
  });

  it("leads nowhere if no neighbour is there", () => {
    expect(neighbourTowards(HERE, "down", NEIGHBOURS.slice(0, 3))).toBeNull();
  });
});
