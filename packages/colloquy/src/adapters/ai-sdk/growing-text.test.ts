import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingText } from "./growing-text.ts";

describe("GrowingText", () => {
  it("joins any number of pieces in order at any time", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300, size: "max" }), (pieces) => {
        const text = new GrowingText();
        let expected = "";
        for (const [index, piece] of pieces.entries()) {
          text.add(piece);
          expected += piece;
          if (index % 50 === 0) expect(text.whole()).toBe(expected);
        }
        expect(text.whole()).toBe(expected);
      }),
    );
  });
});
