import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PriorityQueue } from "./priority-queue.ts";

describe("a priority queue", () => {
  it("gives items in its order, also after the order changes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (first, second) => {
        const queue = new PriorityQueue<number>((a, b) => a - b);
        for (const item of first) queue.push(item);
        const least = queue.pop();
        expect(least).toBe(first.length === 0 ? undefined : first.toSorted((a, b) => a - b)[0]);
        queue.reorder((a, b) => b - a);
        for (const item of second) queue.push(item);
        const rest = [...first.toSorted((a, b) => a - b).slice(1), ...second].toSorted((a, b) => b - a);
        expect(Array.from({ length: queue.size }, () => queue.pop())).toEqual(rest);
      }),
    );
  });
});
