import assert from "node:assert/strict";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import { EMBEDDING, TALK, withFolder, put, conclude, want, vectorsOf, vectorsFor } from "./material.ts";

export const vectorCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "returns vectors by their keys, bit for bit, also of texts that are no chunks",
    async run(make) {
      await using ledger = await make();
      const vector = Float32Array.of(0.1, -0, 1e-30);
      await ledger.putVectors(EMBEDDING, [{ contentKey: "a name", vector }]);
      await ledger.putVectors({ ...EMBEDDING, profile: "vectors/2" }, [
        { contentKey: "a name", vector: vector.map(() => 2) },
      ]);
      const found = await ledger.vectorsOf(EMBEDDING.profile, ["a name", "another name"]);
      assert.deepEqual([...found.keys()], ["a name"]);
      assert.deepEqual(found.get("a name"), vector);
    },
  },
  {
    name: "returns the passages of a chunk, of any number of bytes, with its row but not by its key",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const [contentKey = ""] = chunks.map(({ chunk }) => chunk.textKey);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        const vector = Float32Array.of(0.25, -0, 1e-30);
        for (const length of [0, 1, 2, 3, 4, 5, 300]) {
          const passages = Uint8Array.from({ length }, (_, n) => 255 - n);
          await ledger.putVectors(EMBEDDING, [{ contentKey, vector, passages }]);
          await conclude(ledger, EMBEDDING.profile);
          const row = (await vectorsOf(ledger)).find(({ ordinal }) => ordinal === 0);
          assert.deepEqual({ vector: row?.vector, passages: row?.passages }, { vector, passages });
          assert.deepEqual((await ledger.vectorsOf(EMBEDDING.profile, [contentKey])).get(contentKey), vector);
        }
        await ledger.putVectors(EMBEDDING, [{ contentKey, vector }]);
        await conclude(ledger, EMBEDDING.profile);
        const rows = await vectorsOf(ledger);
        assert.equal(rows.length, chunks.length);
        assert.ok(!rows.some((row) => row.ordinal === 0 && "passages" in row));
      });
    },
  },
  {
    name: "lists the chunks with passages of another cut, if it is asked for one, until they have new vectors",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK).slice(0, 3);
        await put(ledger, folder, "a.txt", chunks);
        const [whole = "", first = "", second = ""] = chunks.map(({ chunk }) => chunk.textKey);
        const vector = Float32Array.of(0.6, 0.8);
        const [ofFirst, ofSecond] = [Uint8Array.of(3, 4, 76, 102), Uint8Array.of(3, 4, 76, 102, 2)];
        await ledger.putVectors(EMBEDDING, [
          { contentKey: whole, vector },
          { contentKey: first, vector, passages: ofFirst },
          { contentKey: second, vector, passages: ofSecond },
        ]);
        const listed = async (cut?: number): Promise<readonly string[]> => {
          const selection = { ...want(EMBEDDING), ...(cut === undefined ? {} : { cut }) };
          const { items } = await ledger.pending("embed", { ...selection, after: null, limit: 10 });
          assert.equal(await ledger.pendingCount("embed", selection), items.length);
          assert.equal((await ledger.pendingTranscripts("embed", selection))[0]?.chunks ?? 0, items.length);
          return items.map(({ contentKey }) => contentKey);
        };
        assert.deepEqual(await listed(), []);
        assert.deepEqual(await listed(1), [second]);
        assert.deepEqual(await listed(2), [first]);
        assert.deepEqual(await listed(3), [first, second]);
        await ledger.putVectors(EMBEDDING, [{ contentKey: first, vector, passages: ofSecond }]);
        assert.deepEqual(await listed(2), []);
        assert.equal((await ledger.counts()).chunks.embedded, 0);
        await conclude(ledger, EMBEDDING.profile);
        assert.deepEqual(
          (await vectorsOf(ledger))
            .toSorted((one, other) => one.ordinal - other.ordinal)
            .map(({ passages }) => passages),
          [undefined, ofSecond, ofSecond],
        );
      });
    },
  },
  {
    name: "returns the active embedding profile and the dimensions of vectors, also while another profile is being filled",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await conclude(ledger, EMBEDDING.profile);
        assert.equal(await ledger.activeEmbedding(), null);
        assert.equal(await ledger.dimensionsOf(EMBEDDING.profile), null);
        assert.equal((await ledger.embeddings()).length, 0);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        const other = { ...EMBEDDING, profile: "vectors/2" };
        const wide = chunks.map(({ chunk }) => ({ contentKey: chunk.textKey, vector: new Float32Array(5) }));
        await ledger.putVectors(other, wide);
        await conclude(ledger, null);
        assert.deepEqual({ ...(await ledger.activeEmbedding()) }, { profile: EMBEDDING.profile, dimensions: 3 });
        assert.equal(await ledger.dimensionsOf(other.profile), 5);
        const embeddings = (await ledger.embeddings()).map(({ profile, dimensions }) => [profile, dimensions]);
        assert.deepEqual(embeddings, [
          [EMBEDDING.profile, 3],
          [other.profile, 5],
        ]);
        assert.ok((await vectorsOf(ledger)).every((row) => row.profile === EMBEDDING.profile));
        await conclude(ledger, other.profile);
        assert.deepEqual({ ...(await ledger.activeEmbedding()) }, { profile: other.profile, dimensions: 5 });
        const rows = await vectorsOf(ledger);
        assert.equal(rows.length, chunks.length);
        assert.ok(rows.every((row) => row.profile === other.profile && row.vector.length === 5));
      });
    },
  },
  {
    name: "keeps vectors bit for bit, by profile, and projects them for copied chunks too",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        await put(ledger, folder, "copy.txt", chunks);
        assert.equal(await ledger.pendingCount("embed", want(EMBEDDING)), 0);
        assert.equal(await ledger.pendingCount("embed", want({ ...EMBEDDING, profile: "vectors/2" })), chunks.length);
        await conclude(ledger, EMBEDDING.profile);
        const rows = await vectorsOf(ledger, 0, 2);
        assert.equal(rows.length, 2 * chunks.length);
        for (const row of rows) {
          const sample = chunks.find(({ chunk }) => chunk.ordinal === row.ordinal);
          const index = chunks.findIndex(({ chunk }) => chunk.ordinal === row.ordinal);
          const { vector, passages } = vectorsFor(chunks)[index] ?? {};
          assert.deepEqual({ vector: row.vector, passages: row.passages }, { vector, passages });
          assert.equal(row.text, sample?.chunk.text);
          assert.equal(row.profile, EMBEDDING.profile);
          assert.deepEqual(row.speakers, [TALK[index]?.speaker]);
        }
        const counts = await ledger.counts();
        assert.equal(counts.vectors, rows.length);
        assert.equal(counts.chunks.embedded, rows.length);
      });
    },
  },
];
