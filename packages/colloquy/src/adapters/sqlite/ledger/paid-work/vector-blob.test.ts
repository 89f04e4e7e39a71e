import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeVectors, encodeVectors } from "./vector-blob.ts";

const vector = fc.float32Array({ noNaN: true, maxLength: 9 });

it("keeps a vector bit for bit, with passages of any length, also at an unaligned place", () => {
  fc.assert(
    fc.property(vector, fc.option(fc.uint8Array({ maxLength: 40 })), fc.nat(3), (values, passages, offset) => {
      const vectors = { vector: values, ...(passages === null ? {} : { passages }) };
      const shifted = Buffer.concat([Buffer.alloc(offset), encodeVectors(vectors)]).subarray(offset);
      expect(decodeVectors(shifted)).toEqual(vectors);
    }),
  );
});

it("keeps a vector without passages as its float32 bytes alone, as earlier versions wrote it", () => {
  const stored = encodeVectors({ vector: Float32Array.of(1, -0.5) });
  expect(stored).toEqual(Buffer.from([0, 0, 128, 63, 0, 0, 0, 191]));
});
