import assert from "node:assert/strict";
import type { VectorRow } from "../../model/index.ts";
import { encodePassages } from "../../embedding/index.ts";
import type { CandidateQuery, ChunkFilter, ChunkVectors, IndexedChunk, VectorStore } from "../../ports/index.ts";
import type { ConformanceCase, Make } from "../conformance.ts";
import { byId, collect, ids, rejectsAborted, rejectsWith } from "./assertions.ts";
import { projectionStateCases, sampleEpoch } from "./projection-state.ts";
import { AWKWARD_TEXTS, sampleId, sampleIndexedChunk } from "./sample-rows.ts";
import { matching, nearest } from "./searches.ts";

const KIND = { dimensions: 4, profile: "sample/1" };
const ANY: { readonly limit: number; readonly filter: ChunkFilter } = { limit: 1_000, filter: {} };

async function prepared(make: Make<VectorStore>, workspace = "one"): Promise<VectorStore> {
  const store = await make({ workspace });
  await store.prepare(KIND);
  return store;
}

const chunk = (row: VectorRow, ...terms: string[]) => ({ row, terms });
const vector = (...values: number[]) => Float32Array.from([...values, 0, 0, 0, 0].slice(0, KIND.dimensions));
function withoutVector(row: VectorRow): IndexedChunk {
  const { vector: _, passages: _passages, ...rest } = row;
  return rest;
}
function vectorsOf({ vector, passages }: VectorRow): ChunkVectors {
  return { vector, ...(passages === undefined ? {} : { passages }) };
}

function awkwardChunks(): readonly VectorRow[] {
  return AWKWARD_TEXTS.map((text, index) =>
    sampleIndexedChunk(`awkward ${index}`, {
      file: text,
      text,
      speakers: [text, text, ""],
      startMs: 0.5,
      approximate: true,
      endMs: index,
      vector: vector(0.1, -0.2 * index, 1e-30),
      ...(index % 2 === 0 ? {} : { passages: Uint8Array.of(0, 127, 128, 255, index) }),
    }),
  );
}

const writing: readonly ConformanceCase<VectorStore>[] = [
  {
    name: "returns exactly the chunks that were written, in the order of id",
    async run(make) {
      await using store = await prepared(make);
      const rows = awkwardChunks();
      await store.upsert(rows.map((row) => chunk(row, row.text, "x")));
      assert.deepEqual(await collect(store.rows()), byId(rows));
      const more = Array.from({ length: 500 }, (_, n) => sampleIndexedChunk(`more ${n}`));
      await store.upsert(more.map((row) => chunk(row)));
      assert.deepEqual(ids(await collect(store.rows())), ids(byId([...rows, ...more])));
      assert.equal(await store.count(), rows.length + more.length);
    },
  },
  {
    name: "accepts other vectors after a clear if it has no rows of other workspaces, and `examine` changes nothing",
    async run(make) {
      await using store = await prepared(make);
      const row = sampleIndexedChunk("a", { vector: vector(1) });
      await store.upsert([chunk(row, "x")]);
      await store.examine({ dimensions: 7, profile: "other/7" });
      assert.deepEqual(await collect(store.rows()), [row]);
      await store.clear();
      await store.prepare({ dimensions: 7, profile: "other/7" });
      const turned = sampleIndexedChunk("a", { vector: new Float32Array(7).fill(0.5), profile: "other/7" });
      await store.upsert([chunk(turned, "x")]);
      assert.deepEqual(await collect(store.rows()), [turned]);
    },
  },
  {
    name: "replaces the whole chunk with the same id, with its vector, terms and speakers",
    async run(make) {
      await using store = await prepared(make);
      const other = sampleIndexedChunk("other", { vector: vector(0, 1) });
      const before = sampleIndexedChunk("a", { speakers: ["Ann", "Bo"], vector: vector(1) });
      const after = sampleIndexedChunk("a", {
        speakers: ["Cy"],
        file: "two.vtt",
        text: "new",
        vector: vector(0, 0, 1),
      });
      await store.upsert([chunk(before, "old", "both"), chunk(other, "some")]);
      await store.upsert([chunk(after, "new", "both"), chunk(after, "new", "both")]);
      await store.upsert([chunk(after, "new", "both")]);
      assert.deepEqual(await collect(store.rows()), byId([after, other]));
      assert.equal(await store.count(), 2);
      assert.deepEqual(await store.documentFrequencies(["old", "new", "both", "some"]), [0, 1, 1, 1]);
      assert.deepEqual(await matching(store, ["old"], ANY), []);
      assert.deepEqual(ids((await matching(store, ["new"], ANY)).map((hit) => hit.row)), [after.id]);
      assert.deepEqual(
        await nearest(store, vector(1), { limit: 5, filter: { speakers: ["Ann"], files: ["two.vtt"] } }),
        [],
      );
      assert.deepEqual(ids((await nearest(store, vector(0, 0, 1), { limit: 1, filter: {} })).map((hit) => hit.row)), [
        after.id,
      ]);
      await store.upsert([chunk(after, "newer")]);
      assert.deepEqual(await store.documentFrequencies(["new", "newer"]), [0, 1]);
    },
  },
  {
    name: "compares a vector with the passages of a chunk, also after a change of them",
    async run(make) {
      await using store = await prepared(make);
      const at = vector(1);
      const a = sampleIndexedChunk("a", {
        vector: vector(3, 4),
        passages: encodePassages([vector(1), vector(0, 1), vector(-3, 4)]),
      });
      const b = sampleIndexedChunk("b", { vector: vector(1), passages: encodePassages([vector()]) });
      const c = sampleIndexedChunk("c", { vector: vector(0, -0, 1e-30) });
      await store.upsert([a, b, c].map((row) => chunk(row, "x")));
      const compared = async (...words: readonly string[]) => {
        const query = { terms: [], vector: at, filter: {}, named: [], limit: 9, beyondTerms: { ids: [] } };
        const found = new Map((await store.candidates(query)).map(({ id, passages }) => [id, passages]));
        const rounded = (value: number) => Math.round(value * 100) / 100;
        return words.map((word) => found.get(sampleId(word))?.map(rounded) ?? null);
      };
      assert.deepEqual(await compared("unknown", "c", "a", "b"), [null, [], [1, 0, -0.6], [0]]);

      const whole = vectorsOf(sampleIndexedChunk("a", { vector: vector(0, 1) }));
      const other = { ...vectorsOf(b), passages: encodePassages([vector(-1), vector(1)]) };
      const inPassages = { ...vectorsOf(c), passages: encodePassages([vector(0, 1)]) };
      const { passages: _, ...before } = a;
      const changed = [
        { ...before, ...whole },
        { ...b, ...other },
        { ...c, ...inPassages },
      ];
      await store.upsert(changed.map((row) => chunk(row, "x")));
      assert.deepEqual(await compared("a", "b", "c"), [[], [-1, 1], [0]]);
      assert.deepEqual(await collect(store.rows()), byId(changed));

      await store.remove([b.id]);
      await store.upsert([chunk(sampleIndexedChunk("b"), "x")]);
      assert.deepEqual(await compared("b"), [[]]);
      await store.clear();
      assert.deepEqual(await compared("a", "c"), [null, null]);
      await store.upsert([chunk(sampleIndexedChunk("c"), "x")]);
      assert.deepEqual(await collect(store.rows()), [sampleIndexedChunk("c")]);
    },
  },
  {
    name: "removes chunks by id, and ignores unknown ids",
    async run(make) {
      await using store = await prepared(make);
      const rows = awkwardChunks();
      await store.upsert(rows.map((row) => chunk(row, "x")));
      await store.remove([...ids(rows).slice(1), sampleId("unknown")]);
      assert.deepEqual(await collect(store.rows()), rows.slice(0, 1));
      assert.deepEqual(await store.documentFrequencies(["x"]), [1]);
      assert.deepEqual(await store.files(), [rows[0]?.file]);
      assert.equal((await matching(store, ["x"], ANY)).length, 1);
      assert.equal((await nearest(store, vector(1), ANY)).length, 1);
      await store.remove(ids(rows));
      assert.equal(await store.count(), 0);
      assert.deepEqual(await nearest(store, vector(1), ANY), []);
      assert.deepEqual(await matching(store, ["x"], ANY), []);
    },
  },
  {
    name: "refuses vectors of other dimensions or of another profile, and keeps its rows",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert([chunk(sampleIndexedChunk("a"), "x")]);
      await rejectsWith("store", store.prepare({ ...KIND, dimensions: 5 }));
      await rejectsWith("store", store.prepare({ ...KIND, profile: "sample/2" }));
      await rejectsWith(
        "store",
        store.upsert([
          chunk(sampleIndexedChunk("b"), "x"),
          chunk(sampleIndexedChunk("c", { vector: new Float32Array(5) })),
        ]),
      );
      await rejectsWith("store", store.upsert([chunk(sampleIndexedChunk("b", { profile: "sample/2" }))]));
      await rejectsWith("store", store.upsert([chunk(sampleIndexedChunk("b", { vector: vector(Number.NaN) }))]));
      await rejectsWith("store", nearest(store, new Float32Array(5), ANY));
      const words = { terms: ["x"], ...ANY, named: [], beyondTerms: null };
      await rejectsWith("store", store.candidates({ ...words, vector: new Float32Array(5) }));
      await store.prepare(KIND);
      assert.deepEqual(await collect(store.rows()), [sampleIndexedChunk("a")]);
      assert.deepEqual(await store.documentFrequencies(["x"]), [1]);
      await store.clear();
      await store.prepare({ dimensions: 5, profile: "sample/2" });
      await store.upsert([chunk(sampleIndexedChunk("a", { profile: "sample/2", vector: new Float32Array(5) }))]);
      assert.equal((await collect(store.rows()))[0]?.profile, "sample/2");
    },
  },
  {
    name: "accepts rows after it was cleared, without being prepared again",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert([chunk(sampleIndexedChunk("a"), "x")]);
      await store.clear();
      assert.deepEqual(await store.files(), []);
      await store.upsert([chunk(sampleIndexedChunk("b"), "y")]);
      assert.deepEqual(await collect(store.rows()), [sampleIndexedChunk("b")]);
      assert.deepEqual(await store.documentFrequencies(["x", "y"]), [0, 1]);
    },
  },
  {
    name: "keeps the state of its last completed projection, and removes it when cleared",
    async run(make) {
      await using store = await prepared(make);
      assert.equal(await store.state(), null);
      await store.complete({ marker: "m", epoch: sampleEpoch(1) });
      await store.complete({ marker: "m", epoch: sampleEpoch(2) });
      await store.prepare(KIND);
      assert.deepEqual(await store.state(), { marker: "m", epoch: sampleEpoch(2), writing: null });
      await store.clear();
      assert.equal(await store.state(), null);
    },
  },
  {
    name: "keeps workspaces apart",
    async run(make) {
      await using one = await prepared(make, "one");
      await using two = await make({ workspace: "two" });
      await two.prepare({ dimensions: 2, profile: "sample/2" });
      await one.upsert([chunk(sampleIndexedChunk("a", { text: "of one" }), "x")]);
      await two.upsert([
        chunk(
          sampleIndexedChunk("a", { text: "of two", profile: "sample/2", vector: Float32Array.of(0, 1) }),
          "x",
          "y",
        ),
      ]);
      const [found] = await matching(one, ["x"], ANY);
      const [read] = await one.neighbours([found?.row.id ?? ""], { before: 0, after: 0 });
      assert.equal(read?.[0]?.text, "of one");
      assert.deepEqual(await one.documentFrequencies(["x", "y"]), [1, 0]);
      await one.clear();
      assert.equal(await two.count(), 1);
    },
  },
  {
    name: "keeps everything when it is closed and opened again",
    async run(make) {
      const rows = awkwardChunks();
      {
        await using store = await prepared(make);
        await store.upsert(rows.map((row) => chunk(row, "x")));
        await store.complete({ marker: "m", epoch: sampleEpoch(7) });
      }
      await using again = await make({ workspace: "one" });
      assert.deepEqual(await again.state(), { marker: "m", epoch: sampleEpoch(7), writing: null });
      assert.deepEqual(await collect(again.rows()), byId(rows));
      assert.equal((await matching(again, ["x"], ANY)).length, rows.length);
      await rejectsWith("store", again.prepare({ ...KIND, dimensions: 5 }));
    },
  },
  {
    name: "rejects calls after it was disposed of once or twice",
    async run(make) {
      const store = await prepared(make);
      await store[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await rejectsWith("store", store.count());
      await rejectsWith("store", store.upsert([chunk(sampleIndexedChunk("a"))]));
    },
  },
];

const searching: readonly ConformanceCase<VectorStore>[] = [
  {
    name: "finds the nearest by cosine similarity, for vectors of any length, ties in the order of id",
    async run(make) {
      await using store = await prepared(make);
      const rows = [
        sampleIndexedChunk("far", { vector: vector(0, 3) }),
        sampleIndexedChunk("near", { vector: vector(3, 4) }),
        sampleIndexedChunk("against", { vector: vector(-1) }),
        sampleIndexedChunk("nothing", { vector: vector() }),
        ...["same", "same too", "same three"].map((id) => sampleIndexedChunk(id, { vector: vector(5) })),
      ];
      await store.upsert(rows.map((row) => chunk(row)));
      const hits = await nearest(store, vector(2), ANY);
      const same = ids(byId(rows.slice(4)));
      const orthogonal = ids(byId(rows.filter((row) => row.id === sampleId("far") || row.id === sampleId("nothing"))));
      assert.deepEqual(ids(hits.map((hit) => hit.row)), [
        ...same,
        sampleId("near"),
        ...orthogonal,
        sampleId("against"),
      ]);
      for (const [index, score] of [1, 1, 1, 0.6, 0, 0, -1].entries()) {
        assert.ok(
          Math.abs((hits[index]?.score ?? Number.NaN) - score) < 1e-6,
          `expected ${score}, got ${hits[index]?.score}`,
        );
      }
      const { id, transcript, file, ordinal, speakers } = rows[1] as VectorRow;
      const { similarity = Number.NaN } = hits[3]?.row ?? {};
      assert.deepEqual(hits[3]?.row, { id, transcript, file, ordinal, speakers, words: 0, similarity, passages: [] });
      assert.deepEqual(
        ids((await nearest(store, vector(2), { limit: 2, filter: {} })).map((hit) => hit.row)),
        same.slice(0, 2),
      );
      assert.deepEqual(await nearest(store, vector(2), { limit: 0, filter: {} }), []);
      assert.equal((await nearest(store, vector(), ANY)).length, rows.length);
    },
  },
  {
    name: "filters by file and speaker before it ranks, so that no chunk is missed",
    async run(make) {
      await using store = await prepared(make);
      const crowd = Array.from({ length: 300 }, (_, n) =>
        chunk(sampleIndexedChunk(`crowd ${n}`, { vector: vector(1, n / 1e4) }), "x", "x"),
      );
      const hidden = ["b.vtt", "c.vtt"].map((file) =>
        sampleIndexedChunk(file, { file, vector: vector(-1), speakers: ["Zoë Straße", "Bo"], text: `long ${file}` }),
      );
      await store.upsert(crowd);
      await store.upsert(hidden.map((row) => chunk(row, "x", ...Array.from({ length: 50 }, (_, n) => `y${n}`))));
      for (const search of [
        (filter: ChunkFilter) => nearest(store, vector(1), { limit: 1, filter }),
        (filter: ChunkFilter) => matching(store, ["x"], { limit: 1, filter }),
      ]) {
        const found = async (filter: ChunkFilter) => (await search(filter)).map((hit) => hit.row.file);
        assert.deepEqual(await found({}), ["one.vtt"]);
        assert.deepEqual(await found({ files: ["c.vtt"] }), ["c.vtt"]);
        assert.deepEqual(await found({ files: ["b.vtt"], speakers: ["nobody", "ZOË STRASSE"] }), ["b.vtt"]);
        assert.equal((await found({ speakers: ["bo", "Zoë Straße"] })).length, 1);
        assert.deepEqual(await found({ files: ["b.vtt"], speakers: ["Ann"] }), []);
        for (const nothing of [
          { files: [] },
          { files: ["B.vtt"] },
          { files: ["%"] },
          { speakers: [""] },
          { speakers: [] },
          { speakers: ["Zoë"] },
        ]) {
          assert.deepEqual(await found(nothing), [], JSON.stringify(nothing));
        }
      }
      const both = await nearest(store, vector(1), {
        limit: 9,
        filter: { files: ["c.vtt", "none.vtt", "b.vtt", "b.vtt"] },
      });
      assert.deepEqual(both.map((hit) => hit.row.file).sort(), ["b.vtt", "c.vtt"]);
    },
  },
  {
    name: "matches any of the terms by BM25: rare terms, repeats and short chunks score higher",
    async run(make) {
      await using store = await prepared(make);
      const filler = Array.from({ length: 20 }, (_, n) =>
        chunk(sampleIndexedChunk(`filler ${n}`), "common", `f${n}`, "z", "z"),
      );
      await store.upsert(filler);
      await store.upsert([
        chunk(sampleIndexedChunk("rare"), "rare", "z", "z", "z"),
        chunk(sampleIndexedChunk("twice"), "twice", "twice", "z", "z"),
        chunk(sampleIndexedChunk("once"), "twice", "z", "z", "z"),
        chunk(sampleIndexedChunk("short"), "short"),
        chunk(sampleIndexedChunk("long"), "short", "z", "z", "z", "z", "z"),
        chunk(sampleIndexedChunk("none")),
      ]);
      const found = async (...terms: string[]) =>
        ids((await matching(store, terms, { limit: 3, filter: {} })).map((hit) => hit.row));
      assert.equal((await found("common", "rare"))[0], sampleId("rare"));
      assert.deepEqual(await found("twice"), [sampleId("twice"), sampleId("once")]);
      assert.deepEqual(await found("short", "absent"), [sampleId("short"), sampleId("long")]);
      assert.deepEqual(await found("common"), ids(byId(filler.map(({ row }) => row))).slice(0, 3));
      assert.deepEqual(await found("absent"), []);
      assert.deepEqual(await found(), []);
      assert.deepEqual(await found(""), []);
      const hits = await matching(store, ["rare", "short"], ANY);
      for (const hit of hits) assert.ok(hit.score > 0);
      assert.deepEqual(
        hits.map((hit) => hit.score),
        hits.map((hit) => hit.score).sort((left, right) => right - left),
      );
      assert.deepEqual(await matching(store, ["rare"], { limit: 0, filter: {} }), []);
      assert.equal(
        (
          await matching(
            store,
            Array.from({ length: 3_000 }, (_, n) => `f${n}`),
            ANY,
          )
        ).length,
        20,
      );
    },
  },
  {
    name: "returns thousands of equal scores up to the limit, and with a filter those with the smallest ids",
    async run(make) {
      await using store = await prepared(make);
      const rows = Array.from({ length: 2_500 }, (_, n) =>
        sampleIndexedChunk(`tie ${n}`, { speakers: n % 10 === 0 ? ["Ann"] : ["Bo"] }),
      );
      // The smallest ids are written last.
      await store.upsert(
        byId(rows)
          .toReversed()
          .map((row) => chunk(row, "x")),
      );
      const found = async (limit: number, filter: ChunkFilter) =>
        ids((await matching(store, ["x"], { limit, filter })).map((hit) => hit.row));
      const ofBo = rows.filter(({ speakers }) => speakers[0] === "Bo");
      assert.deepEqual(await found(2_500, {}), ids(byId(rows)));
      assert.deepEqual(await found(5, { speakers: ["Bo"] }), ids(byId(ofBo)).slice(0, 5));
    },
  },
  {
    name: "returns each candidate once: of all lists, of the files that are named, and those asked for by id",
    async run(make) {
      await using store = await prepared(make);
      const rows = Array.from({ length: 40 }, (_, n) =>
        sampleIndexedChunk(`n${n}`, {
          file: n < 30 ? "one.vtt" : "two.vtt",
          speakers: n % 2 === 0 ? ["Ann"] : ["Bo"],
          vector: vector(40 - n, n),
        }),
      );
      // The nearest are first, and those with the most of the term are last.
      await store.upsert(
        rows.map((row, n) => chunk(row, "z", ...Array<string>(n).fill("x"), ...Array<string>(99 - n).fill("y"))),
      );
      const query: CandidateQuery = {
        terms: ["x"],
        vector: vector(1),
        filter: { speakers: ["ann"] },
        named: ["one.vtt"],
        limit: 2,
        beyondTerms: { ids: ["n10", "n11", "unknown"].map(sampleId) },
      };
      const numbersOf = async (asked: CandidateQuery) => {
        const found = await store.candidates(asked);
        const numbers = found.map(({ id }) => rows.findIndex((row) => row.id === id));
        for (const [at, { words, similarity }] of found.entries()) {
          const n = numbers[at] ?? -1;
          const expected = asked.vector === null ? 0 : (40 - n) / Math.hypot(40 - n, n);
          assert.ok(Math.abs(similarity - expected) < 1e-6, `expected ${expected} for ${n}, got ${similarity}`);
          assert.equal(words > 0, asked.terms.length > 0 && [26, 28, 36, 38].includes(n), `${n} by terms: ${words}`);
        }
        return numbers.sort((one, other) => one - other);
      };
      assert.deepEqual(await numbersOf(query), [0, 2, 10, 26, 28, 36, 38]);
      assert.deepEqual(await numbersOf({ ...query, beyondTerms: null }), [26, 28, 36, 38]);
      assert.deepEqual(await numbersOf({ ...query, beyondTerms: null, vector: null }), [26, 28, 36, 38]);
      assert.deepEqual(await numbersOf({ ...query, vector: null }), [10, 26, 28, 36, 38]);
      assert.deepEqual(await numbersOf({ ...query, vector: null, terms: [] }), [10]);
      assert.deepEqual(await numbersOf({ ...query, terms: [], named: ["two.vtt"] }), [0, 2, 10, 30, 32]);
    },
  },
  {
    name: "matches terms as they are, neither split nor folded, with any characters",
    async run(make) {
      await using store = await prepared(make);
      const ascii = [
        "co-op",
        "co",
        "op",
        "Upper",
        "upper",
        "c++",
        "c",
        "a*",
        "a",
        "b",
        "a\0b",
        '"',
        "'",
        "\\",
        "-",
        "_",
        " ",
        "\n",
      ];
      const syntax = ["OR", "NOT a", "NEAR(a)", "terms:a"];
      const beyond = ["ÜBER", "über", "uber", "日本語", "日本", "👩‍🚀", "👩", "\ud800", "\udfff", "\ue000", "\ue080"];
      const long = "l".repeat(40_000);
      const terms = [...ascii, ...syntax, ...beyond, long, `${long}m`];
      await store.upsert(terms.map((term, n) => chunk(sampleIndexedChunk(`term ${n}`), term)));
      assert.deepEqual(
        await store.documentFrequencies(terms),
        terms.map(() => 1),
      );
      for (const [n, term] of terms.entries()) {
        const hits = await matching(store, [term], ANY);
        assert.deepEqual(ids(hits.map((hit) => hit.row)), [sampleId(`term ${n}`)], JSON.stringify(term.slice(0, 20)));
      }
    },
  },
  {
    name: "returns the number of chunks with each term, in the order of the terms",
    async run(make) {
      await using store = await prepared(make);
      assert.deepEqual(await store.documentFrequencies(["x"]), [0]);
      await store.upsert([
        chunk(sampleIndexedChunk("a"), "x", "x", "y"),
        chunk(sampleIndexedChunk("b"), "x"),
        chunk(sampleIndexedChunk("c")),
      ]);
      assert.deepEqual(await store.documentFrequencies(["y", "none", "x", "x", ""]), [1, 0, 2, 2, 0]);
      assert.deepEqual(await store.documentFrequencies([]), []);
    },
  },
  {
    name: "lists files once, sorted, and for each of several chunks its neighbours in order",
    async run(make) {
      await using store = await prepared(make);
      const rows = [3, 0, 2, 1].map((ordinal) =>
        sampleIndexedChunk(`a${ordinal}`, { ordinal, file: "b.vtt", transcript: sampleId("t1") }),
      );
      const other = sampleIndexedChunk("other", { ordinal: 1, file: "a.vtt", transcript: sampleId("t2") });
      await store.upsert([...rows, other].map((row) => chunk(row)));
      assert.deepEqual(await store.files(), ["a.vtt", "b.vtt"]);
      const around = async (words: readonly string[], before: number, after: number) =>
        (await store.neighbours(words.map(sampleId), { before, after })).map(ids);
      const found = await store.neighbours([sampleId("a1")], { before: 0, after: 1 });
      assert.deepEqual(found, [[rows[3], rows[2]].map((row) => withoutVector(row as VectorRow))]);
      const inOrder = (...ordinals: number[]) => ordinals.map((ordinal) => sampleId(`a${ordinal}`));
      assert.deepEqual(await around(["a3", "unknown", "other", "a0", "a3"], 1, 1), [
        inOrder(2, 3),
        [],
        [sampleId("other")],
        inOrder(0, 1),
        inOrder(2, 3),
      ]);
      assert.deepEqual(await around(["a2"], 99, 99), [inOrder(0, 1, 2, 3)]);
      assert.deepEqual(await around(["a2"], 0, 0), [inOrder(2)]);
      assert.deepEqual(await around(["unknown"], 1, 1), [[]]);
      assert.deepEqual(await around([], 1, 1), []);
    },
  },
  {
    name: "rejects every read with the reason of a signal that is aborted",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert([chunk(sampleIndexedChunk("a"), "x")]);
      const signal = AbortSignal.abort(new DOMException("no longer wanted", "AbortError"));
      for (const read of [
        () => store.count({ signal }),
        () => collect(store.rows({ signal })),
        () => store.files({ signal }),
        () => nearest(store, vector(1), { ...ANY, signal }),
        () => matching(store, ["x"], { ...ANY, signal }),
        () => store.documentFrequencies(["x"], { signal }),
        () => store.neighbours([sampleId("a")], { before: 1, after: 1, signal }),
      ])
        await rejectsAborted(read());
      assert.equal(await store.count(), 1);
    },
  },
];

const remembering = projectionStateCases<VectorStore>(
  prepared,
  (store) => store.upsert([chunk(sampleIndexedChunk("a"), "x")]),
  (store) => store.count(),
);

/** The requirements on every VectorStore. */
export const vectorStoreConformance: readonly ConformanceCase<VectorStore>[] = [
  ...writing,
  ...remembering,
  ...searching,
];
