import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalLine, float32Base64 } from "./canonical.ts";
import type { EntityRow, VectorRow } from "./rows.ts";

const entity: EntityRow = {
  kind: "entity",
  id: "b1",
  name: "café “x”\n",
  type: "Concept",
  aliases: [{ reason: "case", name: "Café" }],
  mentions: 3,
  transcripts: 2,
};

const vector: VectorRow = {
  kind: "vector",
  id: "c1",
  transcript: "t1",
  file: "a.txt",
  ordinal: 0,
  speakers: ["Ada"],
  startMs: null,
  endMs: null,
  startOffset: 0,
  endOffset: 5,
  text: "hello",
  turns: [{ speaker: "Ada", startMs: null, endMs: null, startOffset: 0, endOffset: 5 }],
  profile: "hashing",
  vector: new Float32Array([1, -0.5, 0.1]),
};

describe("canonicalLine", () => {
  it("sorts the keys at every level and writes no spaces", () => {
    expect(canonicalLine(entity)).toBe(
      '{"aliases":[{"name":"Café","reason":"case"}],"id":"b1","kind":"entity","mentions":3,"name":"café “x”\\n","transcripts":2,"type":"Concept"}',
    );
  });

  it("does not depend on the order in which keys were set", () => {
    const reversed = Object.fromEntries(Object.entries(entity).toReversed()) as unknown as EntityRow;
    expect(canonicalLine(reversed)).toBe(canonicalLine(entity));
  });

  it("writes a vector as the base64 of its little-endian float32 bytes", () => {
    const line = JSON.parse(canonicalLine(vector)) as { vector: string; startMs: null };
    const bytes = Buffer.from(line.vector, "base64");
    expect([0, 4, 8].map((at) => bytes.readFloatLE(at))).toEqual([...vector.vector]);
    expect(line.startMs).toBeNull();
  });

  it("reads only the part of a buffer that a vector views", () => {
    const whole = new Float32Array([9, 1, 2, 9]);
    expect(float32Base64(whole.subarray(1, 3))).toBe(float32Base64(new Float32Array([1, 2])));
  });

  it("refuses a number that JSON cannot hold", () => {
    expect(() => canonicalLine({ ...entity, mentions: Number.NaN })).toThrow(/finite/);
  });

  it("is JSON that parses to the row, for any strings", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (name, alias) => {
        const row: EntityRow = { ...entity, name, aliases: [{ name: alias, reason: "case" }] };
        expect(JSON.parse(canonicalLine(row))).toEqual(row);
      }),
    );
  });
});
