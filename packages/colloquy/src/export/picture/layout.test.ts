import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layout, type Shape, type Spring } from "./layout.ts";

const shape = fc.record({
  radius: fc.integer({ min: 5, max: 24 }),
  labelWidth: fc.integer({ min: 10, max: 150 }),
  labelHeight: fc.constantFrom(18, 33),
});

const graph = fc.array(shape, { minLength: 1, maxLength: 40 }).chain((shapes) =>
  fc.tuple(
    fc.constant(shapes.map((item, index): Shape => ({ ...item, id: `n${index}` }))),
    fc.array(
      fc
        .tuple(fc.nat(shapes.length - 1), fc.nat(shapes.length - 1))
        .map(([from, to]): Spring => ({ source: `n${from}`, target: `n${to}`, length: 110, strength: 0.5 })),
      { maxLength: 60 },
    ),
  ),
);

/** The box of a disc with its label below. */
function boxOf(item: Shape, x: number, y: number) {
  const halfWidth = Math.max(item.radius, item.labelWidth / 2);
  return {
    left: x - halfWidth,
    right: x + halfWidth,
    top: y - item.radius,
    bottom: y + item.radius + item.labelHeight,
  };
}

describe("layout", () => {
  it("never overlaps discs or labels", () => {
    fc.assert(
      fc.property(graph, ([shapes, springs]) => {
        const points = layout(shapes, springs);
        const boxes = shapes.map((item) => boxOf(item, points.get(item.id)?.x ?? 0, points.get(item.id)?.y ?? 0));
        boxes.forEach((box, index) => {
          for (const other of boxes.slice(index + 1)) {
            const apart =
              box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
            expect(apart).toBe(true);
          }
        });
      }),
      { numRuns: 25 },
    );
  });

  it("makes the same picture for the same graph", () => {
    fc.assert(
      fc.property(graph, ([shapes, springs]) => {
        expect([...layout(shapes, springs)]).toEqual([...layout(shapes, springs)]);
      }),
      { numRuns: 5 },
    );
  });
});
