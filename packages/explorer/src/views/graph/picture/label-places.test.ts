import { describe, expect, it } from "vitest";
import { type Candidate, placeLabels, placesAlong, placesBeside } from "./label-places.ts";
import type { Box } from "./obstacles.ts";

const PICTURE = { width: 800, height: 600 };
const NAME = { width: 80, height: 14 };
const disc = (id: string, x: number, y: number) => ({ id, x, y, radius: 6 });
const candidate = (of: ReturnType<typeof disc>, isForced = false): Candidate => ({
  id: of.id,
  places: placesBeside(of, NAME),
  isForced,
});
const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

describe("places of names", () => {
  it("are to the right of a disc if nothing is there", () => {
    const only = disc("a", 100, 100);
    expect(placeLabels([candidate(only)], [only], PICTURE).get("a")?.left).toBe(110);
  });

  it("are elsewhere if a disc or the edge of the picture is there", () => {
    const [one, right, edge] = [disc("a", 300, 100), disc("b", 340, 100), disc("c", 790, 300)];
    const placed = placeLabels([candidate(one), candidate(edge)], [one, right, edge], PICTURE);
    expect(placed.get("a")?.right).toBeLessThan(300);
    expect(placed.get("c")?.right).toBeLessThan(790);
  });

  it("never lie over each other, and the first candidates are served first", () => {
    const discs = Array.from({ length: 60 }, (_, index) => disc(`${index}`, 100 + (index % 8) * 30, 100 + index * 5));
    const placed = placeLabels(
      discs.map((each) => candidate(each)),
      discs,
      PICTURE,
    );
    expect(placed.has("0")).toBe(true);
    expect(placed.size).toBeLessThan(60);
    const boxes = [...placed.values()];
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
  });

  it("are below or above if a name is to the left and the edge of the picture to the right", () => {
    const [first, second] = [disc("a", 690, 100), disc("b", 790, 100)];
    const placed = placeLabels([candidate(first), candidate(second)], [first, second], PICTURE);
    expect(placed.get("a")?.left).toBe(700);
    expect(placed.has("b")).toBe(false);
    const alone = placeLabels([candidate(second)], [second], PICTURE);
    expect(alone.get("b")?.right).toBe(780);
  });

  it("are at a corner of a disc if other discs are beside it, below and above", () => {
    const discs = [
      disc("a", 300, 100),
      disc("b", 325, 100),
      disc("c", 275, 100),
      disc("d", 300, 118),
      disc("e", 300, 82),
    ];
    const box = placeLabels([candidate(disc("a", 300, 100))], discs, PICTURE).get("a");
    expect(box?.left).toBeGreaterThan(300);
    expect(box?.bottom).toBeLessThan(100);
  });

  it("cover discs rather than a name, and end in the picture, if they are written in any case", () => {
    const crowd = Array.from({ length: 140 }, (_, index) =>
      disc(`${index}`, 10 + (index % 14) * 14, 10 + Math.floor(index / 14) * 14),
    );
    const forced = [disc("one", 66, 66), disc("near", 52, 70), disc("edge", 190, 94)];
    const placed = placeLabels(
      forced.map((each) => candidate(each, true)),
      crowd,
      { width: 200, height: 200 },
    );
    const boxes = [...placed.values()];
    expect(boxes).toHaveLength(3);
    for (const [index, box] of boxes.entries()) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(200);
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
    }
  });

  it("are moved into a picture that has too little room beside the disc, if they are written in any case", () => {
    const narrow = { width: 100, height: 100 };
    const only = disc("a", 20, 50);
    expect(placeLabels([candidate(only)], [only], narrow).size).toBe(0);
    expect(placeLabels([candidate(only, true)], [only], narrow).get("a")).toMatchObject({ left: 0, right: 80 });
  });

  it("are there for what is selected in any case", () => {
    const crowd = Array.from({ length: 25 }, (_, index) =>
      disc(`${index}`, 100 + (index % 5) * 14, 100 + Math.floor(index / 5) * 14),
    );
    const [middle] = crowd.slice(12);
    if (middle === undefined) throw new Error("The crowd has a middle");
    expect(placeLabels([candidate(middle)], crowd, PICTURE).size).toBe(0);
    expect(placeLabels([candidate(middle, true)], crowd, PICTURE).size).toBe(1);
  });
});

it("writes the words of a line in its middle, or nearer to an end if that is taken", () => {
  const line = { from: { x: 0, y: 100 }, to: { x: 400, y: 100 } };
  const words: Candidate = { id: "line", places: placesAlong(line, NAME), isForced: false };
  const middle = placeLabels([words], [], PICTURE).get("line");
  expect(middle).toMatchObject({ left: 160, right: 240 });
  const moved = placeLabels([words], [disc("a", 200, 100)], PICTURE).get("line");
  expect(moved?.left).toBeGreaterThan(200);
});
