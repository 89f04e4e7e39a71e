import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CROSS_EPISODE,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  type GraphRow,
  type Polarity,
  type RelationshipRow,
} from "../model/index.ts";
import { type Comparison, type ComparedGraph, compareGraphs, type Overlap } from "./index.ts";

const OPTIONS = {
  nameKey: (name: string) => name.toLowerCase(),
  isSymmetric: (type: string) => type === "RELATES_TO",
  examples: 5,
};

function graphOf(name: string, rows: readonly GraphRow[]): ComparedGraph {
  return {
    name,
    rows: async function* (kind) {
      yield rows.filter((row) => row.kind === kind);
    },
    firstEvidence: async (of) => {
      const found = rows.find(
        (row) => (row.kind === "evidence" && row.of === of) || (row.kind === "mention" && row.entity === of),
      );
      return found !== undefined && "evidence" in found ? found.evidence : null;
    },
  };
}

function evidence(file: string, startOffset: number, text: string, polarity: Polarity = "stated"): Evidence {
  const endOffset = startOffset + text.length;
  return { file, chunk: "c", speaker: "Ada", startMs: null, endMs: null, startOffset, endOffset, text, polarity };
}

function entity(id: string, name: string, more: Partial<EntityRow> = {}): EntityRow {
  return { kind: "entity", id, name, type: "Concept", aliases: [], mentions: 1, transcripts: 1, ...more };
}

function relation(source: string, type: string, target: string, more: Partial<RelationshipRow> = {}): RelationshipRow {
  const id = `${source} ${type} ${target}`;
  const polarity = { stated: 1, negated: 0, question: 0, hypothetical: 0, implied: 0 };
  return { kind: "relationship", id, source, type, target, confidence: 1, count: 1, polarity, ...more };
}

function support(of: RelationshipRow, words: Evidence): EvidenceRow {
  return { kind: "evidence", id: `${of.id} ${words.startOffset} ${words.polarity}`, of: of.id, evidence: words };
}

function quote(file: string, startOffset: number, text: string, about: readonly string[] = []): GraphRow {
  const id = `${file} ${startOffset}`;
  return { kind: "quote", id, speaker: null, about, text, evidence: evidence(file, startOffset, text) };
}

/** A transcript of one chunk. */
function file(path: string, text: string, profile: string | null = "rules"): readonly GraphRow[] {
  const position = { startOffset: 0, endOffset: text.length, startMs: null, endMs: null };
  const id = `t ${path}`;
  return [
    { kind: "transcript", id, file: path, format: "plain", turns: 1 },
    { kind: "chunk", id: path, transcript: id, file: path, ordinal: 0, ...position, speakers: [], text, profile },
  ];
}

function compared(a: readonly GraphRow[], b: readonly GraphRow[], examples = 5): Promise<Comparison> {
  return compareGraphs(graphOf("slow", a), graphOf("fast", b), { ...OPTIONS, examples });
}

function overlaps({ entities, relations, implied, recurrences, quotes }: Comparison): readonly Overlap[] {
  const { typed, untyped, withPolarity } = relations;
  return [
    entities.named,
    entities.typed,
    typed,
    untyped,
    withPolarity,
    implied.typed,
    recurrences,
    quotes.samePosition,
    quotes.sameWords,
  ];
}

const counts = ({ a, b, both }: Overlap): readonly number[] => [a, b, both];

describe("entities", () => {
  it("match by name, and in the typed overlap by name and type", async () => {
    const a = [entity("1", "Sleep"), entity("2", "Focus"), entity("3", "Stress")];
    const b = [entity("7", "sleep"), entity("8", "focus", { type: "Practice" }), entity("9", "Memory")];
    const { entities } = await compared(a, b);
    expect(entities.named).toMatchObject({ a: 3, b: 3, both: 2, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
    expect(counts(entities.typed)).toEqual([3, 3, 1]);
    expect(entities.onlyA.map(({ name }) => name)).toEqual(["Stress"]);
    expect(entities.onlyB.map(({ name }) => name)).toEqual(["Memory"]);
  });

  it("match by an alias when their display names differ", async () => {
    const a = [entity("1", "VAD", { aliases: [{ name: "voice detection", reason: "acronym" }] })];
    const b = [entity("2", "Voice detection", { aliases: [{ name: "vad", reason: "acronym" }] })];
    const { entities } = await compared(a, b);
    expect(counts(entities.named)).toEqual([1, 1, 1]);
    expect(entities.byAlias).toBe(1);
  });

  it("match once when one workspace has two entities for the other's one", async () => {
    const a = [entity("1", "Maya"), entity("2", "Maya Okafor")];
    const b = [entity("3", "Maya Okafor", { aliases: [{ name: "Maya", reason: "part" }] })];
    const { entities } = await compared(a, b);
    expect(counts(entities.named)).toEqual([2, 1, 1]);
    expect(entities.byAlias).toBe(0);
  });

  it("match only one of two entities that share an alias", async () => {
    const aliases = [{ name: "Maya", reason: "part" }];
    const b = [entity("2", "Maya Okafor", { aliases }), entity("3", "Maya Lind", { aliases })];
    const { entities } = await compared([entity("1", "Maya")], b);
    expect(counts(entities.named)).toEqual([1, 2, 1]);
    expect(entities.onlyB.map(({ name }) => name)).toEqual(["Maya Okafor"]);
  });

  it("with the same name within a workspace match by their file", async () => {
    const host = (id: string, path: string): readonly GraphRow[] => [
      entity(id, "Host"),
      { kind: "mention", id: `m${id}`, entity: id, evidence: evidence(path, 0, "Host") },
    ];
    const { entities } = await compared(
      [...host("1", "a.txt"), ...host("2", "b.txt")],
      [...host("8", "b.txt"), ...host("9", "c.txt")],
    );
    expect(counts(entities.named)).toEqual([2, 2, 1]);
  });

  it("are listed by mentions, as many as `examples` says", async () => {
    const a = [3, 9, 5, 7].map((mentions) => entity(`${mentions}`, `name ${mentions}`, { mentions }));
    const { entities } = await compared(a, [], 2);
    expect(entities.onlyA.map(({ mentions }) => mentions)).toEqual([9, 7]);
  });
});

describe("relations", () => {
  const names = (ids: readonly string[]): readonly GraphRow[] => ids.map((id) => entity(id, `name of ${id.at(-1)}`));
  const A = names(["a1", "a2", "a3"]);
  const B = names(["b1", "b2", "b3"]);

  it("match by ends and type, not by ids", async () => {
    const [inA, other] = [relation("a1", "CAUSES", "a2"), relation("a2", "CAUSES", "a3", { count: 4 })];
    const [inB, typedOtherwise] = [relation("b1", "CAUSES", "b2"), relation("b2", "REDUCES", "b3")];
    const words = evidence("a.txt", 0, "2 causes 3");
    const { relations } = await compared(
      [...A, inA, other, support(inA, words), support(other, words)],
      [...B, inB, typedOtherwise, support(inB, words), support(typedOtherwise, words)],
    );
    expect(counts(relations.typed)).toEqual([2, 2, 1]);
    expect(counts(relations.untyped)).toEqual([2, 2, 2]);
    expect(relations.onlyA).toEqual([
      {
        source: "name of 2",
        type: "CAUSES",
        target: "name of 3",
        count: 4,
        polarities: ["stated"],
        evidence: words,
      },
    ]);
  });

  it("agree except for polarity when one workspace states and the other negates them", async () => {
    const [inA, inB] = [relation("a1", "CAUSES", "a2"), relation("b1", "CAUSES", "b2")];
    const { relations } = await compared(
      [...A, inA, support(inA, evidence("a.txt", 0, "it does"))],
      [...B, inB, support(inB, evidence("a.txt", 0, "it does not", "negated"))],
    );
    expect(counts(relations.typed)).toEqual([1, 1, 1]);
    expect(counts(relations.withPolarity)).toEqual([1, 1, 0]);
  });

  it("with implied evidence only are counted separately, and symmetric types match in both directions", async () => {
    const [inA, inB] = [relation("a1", "RELATES_TO", "a2"), relation("b2", "RELATES_TO", "b1")];
    const words = evidence("a.txt", 0, "1 and 2", "implied");
    const { relations, implied } = await compared([...A, inA, support(inA, words)], [...B, inB, support(inB, words)]);
    expect(counts(relations.typed)).toEqual([0, 0, 0]);
    expect(counts(implied.typed)).toEqual([1, 1, 1]);
  });

  it("to transcripts are recurrences, which match by name and file", async () => {
    const { relations, recurrences } = await compared(
      [...A, ...file("a.txt", "x"), relation("a1", CROSS_EPISODE, "t a.txt")],
      [...B, ...file("a.txt", "x"), relation("b1", CROSS_EPISODE, "t a.txt")],
    );
    expect(counts(recurrences)).toEqual([1, 1, 1]);
    expect(relations.typed).toMatchObject({ a: 0, b: 0, precision: null, recall: null, f1: null });
  });
});

describe("quotes", () => {
  const text = file("a.txt", "Sleep is the best meditation, they say.");

  it("match when at least half of the shorter quote lies in the longer one", async () => {
    const a = [...text, quote("a.txt", 0, "Sleep is the best meditation"), quote("a.txt", 100, "I never sleep")];
    const b = [...text, quote("a.txt", 9, "the best meditation, they say"), quote("a.txt", 110, "eep it on")];
    const { quotes } = await compared(a, b);
    expect(counts(quotes.samePosition)).toEqual([2, 2, 1]);
    expect(counts(quotes.sameWords)).toEqual([2, 2, 0]);
    expect(quotes.onlyA.map((each) => each.text)).toEqual(["I never sleep"]);
  });

  it("match by their words when the text of the file differs", async () => {
    const a = [...text, quote("a.txt", 0, "Sleep is the best meditation.")];
    const b = [...file("a.txt", "He: sleep is the best meditation"), quote("a.txt", 4, "sleep is the best meditation")];
    const { quotes, transcripts, warnings } = await compared(a, b);
    expect(counts(quotes.samePosition)).toEqual([1, 1, 1]);
    expect(counts(quotes.sameWords)).toEqual([1, 1, 1]);
    expect(transcripts.changed).toBe(1);
    expect(warnings).toEqual([
      expect.stringContaining("1 file has the same name but different words in slow and fast."),
    ]);
  });

  it("do not match across files", async () => {
    const both = [...text, ...file("b.txt", "Another talk.")];
    const { quotes } = await compared([...both, quote("a.txt", 0, "Sleep")], [...both, quote("b.txt", 0, "Sleep")]);
    expect(counts(quotes.samePosition)).toEqual([1, 1, 0]);
  });
});

describe("the compared texts", () => {
  it("are counted in chunks, with the profiles that settled them", async () => {
    const a = [...file("a.txt", "one", "rules"), ...file("b.txt", "two", "rules")];
    const b = [...file("a.txt", "one", "openai:small"), ...file("b.txt", "two", null)];
    const { chunks, warnings } = await compared(a, b);
    expect(chunks).toEqual({
      a: { total: 2, settled: 2, profiles: [{ profile: "rules", chunks: 2 }] },
      b: { total: 2, settled: 1, profiles: [{ profile: "openai:small", chunks: 1 }] },
      both: 2,
      settledInBoth: 1,
    });
    expect(warnings).toEqual([
      expect.stringContaining("Of 2 common chunks, 1 are extracted only in slow and 0 only in fast."),
    ]);
  });

  it("cause a warning when the workspaces have different transcripts", async () => {
    const { warnings, transcripts } = await compared(
      [...file("a.txt", "one"), ...file("b.txt", "two")],
      [...file("a.txt", "one"), ...file("c.txt", "three"), ...file("d.txt", "four")],
    );
    expect(transcripts).toEqual({ a: 2, b: 3, both: 1, changed: 0 });
    expect(warnings).toEqual([expect.stringContaining("1 file only in slow, 2 files only in fast")]);
  });
});

describe("any two workspaces", () => {
  const name = fc.constantFrom("ada", "Ada", "ben", "cleo", "dora", "eve", "finn", "gita", "hugo", "ines");
  const path = fc.constantFrom("a.txt", "b.txt", "c.txt");
  const polarity = fc.constantFrom<Polarity>("stated", "negated", "implied");
  const rows = fc
    .record({
      entities: fc.array(
        fc.record({ name, aliases: fc.array(name, { maxLength: 3 }), type: fc.constantFrom("Person", "Concept") }),
        {
          maxLength: 6,
        },
      ),
      relations: fc.array(
        fc.record({
          source: fc.nat(7),
          target: fc.nat(7),
          type: fc.constantFrom("CAUSES", "REDUCES", "RELATES_TO"),
          polarity,
        }),
        { maxLength: 8 },
      ),
      quotes: fc.array(fc.record({ path, start: fc.nat(30), length: fc.nat(12) }), { maxLength: 8 }),
      files: fc.uniqueArray(fc.record({ path, text: fc.constantFrom("one", "two") }), {
        selector: (each) => each.path,
      }),
    })
    .map(({ entities, relations, quotes, files }): readonly GraphRow[] => {
      const ids = entities.map((_, at) => `e${at}`);
      const edges = relations
        .filter(({ source, target }) => source < ids.length && target < ids.length)
        .map(({ source, target, type, polarity: how }) => ({ row: relation(`e${source}`, type, `e${target}`), how }));
      return [
        ...files.flatMap((each) => file(each.path, each.text)),
        ...entities.map((each, at) =>
          entity(`e${at}`, each.name, {
            type: each.type,
            aliases: each.aliases.map((alias) => ({ name: alias, reason: "case" })),
          }),
        ),
        ...new Map(edges.map(({ row }) => [row.id, row])).values(),
        ...edges.map(({ row, how }) => support(row, evidence("a.txt", 0, "words", how))),
        ...quotes.map(({ path: where, start, length }) => quote(where, start, "x".repeat(length))),
      ];
    });

  it("agree completely with themselves", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (x) => {
        const comparison = await compared(x, x);
        for (const { precision, recall, f1 } of overlaps(comparison))
          for (const share of [precision, recall, f1]) expect([1, null]).toContain(share);
        const { entities, relations, implied, quotes } = comparison;
        for (const { onlyA, onlyB } of [entities, relations, implied, quotes]) expect([...onlyA, ...onlyB]).toEqual([]);
        expect(comparison.warnings).toEqual([]);
      }),
    );
  });

  it("have the mirrored comparison when they are swapped", async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (x, y) => {
        const [there, back] = [await compared(x, y), await compared(y, x)];
        expect(overlaps(back)).toEqual(
          overlaps(there).map(({ a, b, both, precision, recall, f1 }) => ({
            a: b,
            b: a,
            both,
            f1,
            precision: recall,
            recall: precision,
          })),
        );
        expect(back.entities.onlyA).toEqual(there.entities.onlyB);
        expect(back.relations.onlyA).toEqual(there.relations.onlyB);
        expect(back.quotes.onlyA).toEqual(there.quotes.onlyB);
        expect(back.chunks.both).toBe(there.chunks.both);
      }),
    );
  });

  it("never agree in more items than either has", async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (x, y) => {
        for (const { a, b, both } of overlaps(await compared(x, y))) expect(both).toBeLessThanOrEqual(Math.min(a, b));
      }),
    );
  });
});
