import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { allRows, chunkOf } from "./chunks.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";
const DIMENSIONS = 1_536;

/** A vector of any length, the same for the same seed. */
function anyVector(seed: number): Float32Array {
  return Float32Array.from({ length: DIMENSIONS }, (_, index) => Math.sin(seed * 1_000 + index * index));
}

/** Rounded to float32, as models send vectors. */
function unitVector(seed: number): Float32Array {
  const vector = anyVector(seed);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

describe.skipIf(missing !== "")(`vectors in Qdrant${missing}`, () => {
  it("are returned bit for bit, vectors of length 1 without a copy and others with one", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    const kind = { dimensions: DIMENSIONS, profile: "sample/1" };
    await store.prepare(kind);
    const units = Array.from({ length: 40 }, (_, seed) => chunkOf("one", `unit ${seed}`, { vector: unitVector(seed) }));
    const others = [
      anyVector(1),
      unitVector(2).map((value) => value * (1 + 4e-7)),
      Float32Array.of(1, -0, ...new Float32Array(DIMENSIONS - 2)),
      new Float32Array(DIMENSIONS),
      new Float32Array(DIMENSIONS).fill(3e38),
    ].map((vector, index) => chunkOf("one", `other ${index}`, { vector }));
    await store.upsert([...units, ...others]);

    const expected = new Map([...units, ...others].map(({ row }) => [row.id, Buffer.from(row.vector.buffer)]));
    const rows = await allRows(store.rows());
    expect(rows).toHaveLength(expected.size);
    for (const row of rows)
      expect(Buffer.from(row.vector.buffer).equals(expected.get(row.id) ?? Buffer.of())).toBe(true);

    const { points } = await fixture.client.scroll(`${fixture.name}-one_chunks`, { limit: 100, with_payload: true });
    const copied = points
      .filter(({ payload }) => payload?.["vector"] !== undefined)
      .map(({ payload }) => payload?.["text"]);
    expect(copied.sort()).toEqual(others.map(({ row }) => row.text));
  });
});
