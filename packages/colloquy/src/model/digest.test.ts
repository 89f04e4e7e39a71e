import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DigestSum, lineHash } from "./digest.ts";

const lines = fc.array(fc.string({ unit: "grapheme" }), { maxLength: 30 });
const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 30 });
// Bytes of 0xff and 0x00 make carries and borrows run through all words.
const edgeHashes = fc.array(
  fc
    .array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), { minLength: 32, maxLength: 32 })
    .map((bytes) => Uint8Array.from(bytes)),
  { maxLength: 30 },
);

function referenceSum(values: readonly Uint8Array[]): string {
  const sum = values.reduce((total, value) => total + BigInt(`0x${Buffer.from(value).toString("hex")}`), 0n);
  return (sum % 2n ** 256n).toString(16).padStart(64, "0");
}

function sumOf(values: readonly Uint8Array[]): DigestSum {
  return values.reduce((sum, value) => sum.add(value), new DigestSum());
}

describe("DigestSum", () => {
  it("is all zeros for an empty set", () => {
    expect(new DigestSum().toHex()).toBe("0".repeat(64));
  });

  it("of one line equals its SHA-256", () => {
    expect(new DigestSum().addLine("naïve 🎤").toHex()).toBe(
      createHash("sha256").update("naïve 🎤", "utf8").digest("hex"),
    );
  });

  it("equals the sum of big integers modulo 2^256", () => {
    fc.assert(
      fc.property(fc.oneof(hashes, edgeHashes), (values) => {
        expect(sumOf(values).toHex()).toBe(referenceSum(values));
      }),
    );
  });

  it("does not depend on the order of the lines", () => {
    const shuffled = lines.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, ([items, others]) => {
        expect(sumOf(others.map(lineHash)).toHex()).toBe(sumOf(items.map(lineHash)).toHex());
      }),
    );
  });

  it("does not depend on a line that was subtracted, in any order", () => {
    fc.assert(
      fc.property(fc.oneof(hashes, edgeHashes), fc.oneof(hashes, edgeHashes), (kept, gone) => {
        const sum = sumOf([...gone, ...kept]);
        for (const value of gone.toReversed()) sum.subtract(value);
        expect(sum.toHex()).toBe(referenceSum(kept));
      }),
    );
  });

  it("is exact when a line is subtracted before it is added", () => {
    fc.assert(
      fc.property(hashes, (values) => {
        const sum = new DigestSum();
        for (const value of values) sum.subtract(value);
        for (const value of values) sum.add(value);
        expect(sum.toHex()).toBe("0".repeat(64));
      }),
    );
  });

  it("continues from its hexadecimal form, and merges the sums of parts", () => {
    fc.assert(
      fc.property(hashes, hashes, (left, right) => {
        const whole = sumOf([...left, ...right]).toHex();
        expect(right.reduce((sum, value) => sum.add(value), DigestSum.fromHex(sumOf(left).toHex())).toHex()).toBe(
          whole,
        );
        expect(sumOf(left).merge(sumOf(right)).toHex()).toBe(whole);
      }),
    );
  });

  it("counts a repeated line twice", () => {
    expect(new DigestSum().addLine("a").addLine("a").toHex()).not.toBe(new DigestSum().addLine("a").toHex());
  });

  it("rejects text that is not a digest", () => {
    expect(() => DigestSum.fromHex("12")).toThrow(/64 hexadecimal/);
  });
});
