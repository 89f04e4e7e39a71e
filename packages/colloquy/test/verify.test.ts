import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GRAPH_ROW_KINDS, type GraphRow, type GraphRowKind } from "../src/index.ts";
import { FIRST_EPOCH } from "../src/model/index.ts";
import { sampleChunk, sampleEntity, sampleMention, sampleRelationship } from "../src/testing/suites/sample-rows.ts";
import { instead, VerifyFixture, withDoubles } from "./verify-fixture.ts";
import { costlyRuns } from "./properties.ts";

const CHUNKS = 9;

let workspace: VerifyFixture;
let whole: string;
beforeAll(async () => {
  workspace = new VerifyFixture();
  await workspace.ingest();
  whole = await workspace.canonical();
});
beforeEach(() => workspace.refill());
afterAll(() => workspace[Symbol.asyncDispose]());

describe("comparing stores with their ledger", () => {
  it("finds no differences in unchanged stores, and computes the digest", async () => {
    const { ok, digest, ledger, stores } = await workspace.verify();
    expect(ok).toBe(true);
    expect(ledger).toEqual({ ok: true, digest, unwritten: 0 });
    const [graph, vectors] = stores;
    expect(graph).toMatchObject({
      store: "memory",
      holds: "graph",
      ok: true,
      state: "current",
      repaired: 0,
      examples: [],
    });
    expect(vectors).toMatchObject({ holds: "vectors", ok: true, rows: { ledger: CHUNKS, store: CHUNKS } });
    const sum = stores.reduce((total, store) => total + BigInt(`0x${store.digest}`), 0n) % (1n << 256n);
    expect(sum.toString(16).padStart(64, "0")).toBe(digest);
    for (const kind of GRAPH_ROW_KINDS)
      expect(graph?.kinds[kind]?.rows.store).toBe((await workspace.rowsOf(kind)).length);
  });

  it("finds exactly the missing, changed and extra rows, names them, and repairs them", async () => {
    const [entity, other] = await workspace.rowsOf("entity");
    const [evidence] = await workspace.rowsOf("evidence");
    const [relationship] = await workspace.rowsOf("relationship");
    const chunks = await workspace.rowsOf("chunk");
    if (entity === undefined || other === undefined || evidence === undefined || relationship === undefined)
      throw new Error("Expected rows.");
    await workspace.graph.remove("entity", [entity.id]);
    await workspace.graph.remove(
      "chunk",
      chunks.map(({ id }) => id),
    );
    await workspace.graph.upsert("entity", [{ ...other, mentions: other.mentions + 1 }]);
    await workspace.graph.upsert("evidence", [
      { ...evidence, evidence: { ...evidence.evidence, polarity: "negated" } },
    ]);
    const polarity = { ...relationship.polarity, negated: relationship.polarity.negated + 1 };
    await workspace.graph.upsert("relationship", [{ ...relationship, polarity }, sampleRelationship("stranger")]);
    await workspace.vectors.remove([chunks[0]?.id ?? ""]);

    const found = await workspace.verify();
    expect(found.ok).toBe(false);
    const [graph, vectors] = found.stores;
    expect(graph).toMatchObject({ missing: 1 + chunks.length, changed: 3, extra: 1, doubled: 0, state: "current" });
    expect(graph?.kinds.entity).toMatchObject({ ok: false, missing: 1, changed: 1, extra: 0 });
    expect(graph?.kinds.mention?.ok).toBe(true);
    expect(vectors).toMatchObject({ ok: false, missing: 1, rows: { ledger: CHUNKS, store: CHUNKS - 1 } });
    expect(graph?.examples).toContainEqual({
      kind: "entity",
      id: entity.id,
      fault: "missing",
      name: entity.name,
      file: null,
    });
    expect(graph?.examples).toContainEqual({
      kind: "evidence",
      id: evidence.id,
      fault: "changed",
      name: evidence.evidence.text,
      file: evidence.evidence.file,
    });
    expect(graph?.examples.filter(({ kind }) => kind === "chunk")).toHaveLength(3);
    expect(await workspace.canonical()).not.toBe(whole);

    const repaired = await workspace.verify({ repair: true });
    expect(repaired.ok).toBe(true);
    // A changed relationship is deleted and written again.
    expect(repaired.stores[0]).toMatchObject({ ok: true, missing: 1 + chunks.length, repaired: 6 + chunks.length });
    expect(await workspace.canonical()).toBe(whole);
    expect(await workspace.verify()).toMatchObject({ ok: true, digest: found.digest });
  });

  it("finds duplicate rows, and keeps one of each", async () => {
    const [relationship] = await workspace.rowsOf("relationship");
    const [mention] = await workspace.rowsOf("mention");
    if (relationship === undefined || mention === undefined) throw new Error("Expected rows.");
    const graph = withDoubles(
      workspace.graph,
      new Map<GraphRowKind, GraphRow[]>([
        ["relationship", [{ ...relationship, count: 99 }]],
        ["mention", [mention]],
      ]),
    );
    const found = await workspace.verify({ graph });
    expect(found.stores[0]).toMatchObject({ ok: false, doubled: 2, missing: 0, changed: 0, extra: 0 });
    const repaired = await workspace.verify({ graph, repair: true });
    expect(repaired.stores[0]).toMatchObject({ ok: true, doubled: 2, repaired: 4 });
    expect(await workspace.canonical(graph)).toBe(whole);
  });

  it("counts an unreadable row as changed", async () => {
    const [entity] = await workspace.rowsOf("entity");
    if (entity === undefined) throw new Error("Expected an entity.");
    await workspace.graph.upsert("entity", [{ ...entity, mentions: Number.NaN }]);
    expect((await workspace.verify({ repair: true })).stores[0]).toMatchObject({ changed: 1, ok: true });
    expect(await workspace.canonical()).toBe(whole);
  });

  it("fills an empty store or a store of another ledger, and updates a store that is behind", async () => {
    const epoch = await workspace.ledger.epoch();
    const { marker } = workspace.ledger;
    await workspace.graph.complete({ marker: "another ledger", epoch });
    await workspace.graph.upsert("chunk", [sampleChunk("left behind")]);
    await workspace.vectors.clear();
    const found = await workspace.verify();
    expect(found.stores.map(({ state, ok }) => ({ state, ok }))).toEqual([
      { state: "foreign", ok: false },
      { state: "empty", ok: false },
    ]);
    expect(found.stores[1]).toMatchObject({ missing: CHUNKS, rows: { store: 0 } });
    expect(await workspace.verify({ repair: true })).toMatchObject({ ok: true, stores: [{ state: "foreign" }, {}] });
    expect(await workspace.canonical()).toBe(whole);

    await workspace.graph.complete({ marker, epoch: FIRST_EPOCH });
    await workspace.graph.upsert("entity", [sampleEntity("stranger")]);
    await workspace.vectors.complete({
      ...(await workspace.vectors.state())!,
      epoch: { ...epoch, number: epoch.number + 5 },
    });
    expect((await workspace.verify()).stores.map(({ state }) => state)).toEqual(["behind", "ahead"]);
    expect((await workspace.verify({ repair: true })).ok).toBe(true);
    expect(await workspace.canonical()).toBe(whole);
  });

  it("marks a store for a complete rewrite when its repair is interrupted", async () => {
    const mentions = await workspace.rowsOf("mention");
    await workspace.graph.remove(
      "mention",
      mentions.map(({ id }) => id),
    );
    await workspace.graph.upsert("mention", [sampleMention("stranger")]);
    const stop = new AbortController();
    const graph = instead(workspace.graph, {
      remove: async (kind, ids) => {
        stop.abort();
        await workspace.graph.remove(kind, ids);
      },
    });
    await expect(workspace.verify({ graph, repair: true, signal: stop.signal })).rejects.toMatchObject({
      code: "interrupted",
    });
    expect((await workspace.verify()).stores[0]).toMatchObject({ state: "behind", extra: 0, missing: mentions.length });
    expect((await workspace.verify({ repair: true })).ok).toBe(true);
    expect(await workspace.canonical()).toBe(whole);
  });

  it("names a command when rows cannot be read", async () => {
    const graph = instead(workspace.graph, {
      rows: () => {
        throw new SyntaxError("Unexpected token");
      },
    });
    await expect(workspace.verify({ graph })).rejects.toMatchObject({
      code: "store",
      message: expect.stringContaining("colloquy project --to memory"),
    });
  });
});

describe("random damage", () => {
  it("is found exactly and repaired completely", { timeout: 120_000 }, async () => {
    const rows = new Map<GraphRowKind, GraphRow[]>();
    for (const kind of GRAPH_ROW_KINDS) rows.set(kind, await workspace.rowsOf(kind));
    const hit = fc.record({
      kind: fc.constantFrom(...GRAPH_ROW_KINDS),
      act: fc.constantFrom("remove" as const, "change" as const, "add" as const),
      at: fc.nat(10_000),
    });
    const chunks = fc.uniqueArray(fc.nat(5), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(hit, { maxLength: 25 }), chunks, async (hits, lost) => {
        const expected = new Map<string, string>();
        for (const { kind, act, at } of hits) {
          const all = rows.get(kind) ?? [];
          const row = all[at % all.length];
          if (row === undefined) continue;
          const id = act === "add" ? `extra ${at}` : row.id;
          if (expected.has(`${kind} ${id}`)) continue;
          if (act === "remove") await workspace.graph.remove(kind, [id]);
          else await workspace.graph.upsert(kind, [act === "add" ? { ...row, id } : spoilt(row)]);
          expected.set(`${kind} ${id}`, act);
        }
        const count = (act: string) => [...expected.values()].filter((each) => each === act).length;
        const vectorIds = (await workspace.rowsOf("chunk")).map(({ id }) => id);
        await workspace.vectors.remove(lost.flatMap((at) => vectorIds[at] ?? []));

        const found = await workspace.verify({ repair: true });
        expect(found.stores[0]).toMatchObject({
          missing: count("remove"),
          changed: count("change"),
          extra: count("add"),
        });
        expect(found.stores[1]).toMatchObject({ missing: lost.length, repaired: lost.length });
        expect(found.ok).toBe(true);
        expect(await workspace.canonical()).toBe(whole);
      }),
      costlyRuns(20),
    );
  });
});

function spoilt(row: GraphRow): GraphRow {
  switch (row.kind) {
    case "transcript":
      return { ...row, turns: row.turns + 1 };
    case "chunk":
      return { ...row, speakers: row.speakers.toReversed().concat("Nobody") };
    case "entity":
      return { ...row, aliases: [...row.aliases, { name: "x", reason: "y" }] };
    case "relationship":
      return { ...row, confidence: row.confidence / 2 };
    case "quote":
      return { ...row, about: [...row.about, row.id] };
    case "mention":
    case "evidence":
      return { ...row, evidence: { ...row.evidence, startMs: 1, text: `${row.evidence.text} ` } };
  }
}
