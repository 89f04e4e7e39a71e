import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EMPTY_EXTRACTION,
  type EntityMention,
  type Extraction,
  type Ontology,
  type RelationMention,
  type Span,
} from "../model/index.ts";
import { DEFAULT_ONTOLOGY } from "./ontology.ts";
import { checkExtraction } from "./validation.ts";

const VIEW = [{ speaker: "Ada", text: "Stress hurts sleep. Sleep helps. Voice activity detection (VAD) too." }];
const sentence = { turn: 0, start: 0, end: 19 };
const stress: EntityMention = {
  name: "stress",
  type: "CognitiveState",
  span: { turn: 0, start: 0, end: 6 },
  sentence: 0,
  confidence: 0.8,
  status: "asserted",
};
const sleep: EntityMention = {
  ...stress,
  name: "sleep",
  type: "Concept",
  span: { turn: 0, start: 13, end: 18 },
};
const relation: RelationMention = {
  source: "stress",
  sourceType: "CognitiveState",
  type: "REDUCES",
  target: "sleep",
  targetType: "Concept",
  polarity: "stated",
  confidence: 0.8,
  span: sentence,
};
const whole: Extraction = {
  sentences: [sentence],
  mentions: [stress, sleep],
  relations: [relation],
  quotes: [{ span: sentence, about: ["stress"], confidence: 0.9 }],
  aliases: [{ name: "voice activity detection", alias: "VAD" }],
};

const check = (extraction: Partial<Extraction>, ontology: Ontology = DEFAULT_ONTOLOGY, minConfidence = 0.5) =>
  checkExtraction(
    { ...EMPTY_EXTRACTION, sentences: [sentence], ...extraction },
    { turns: VIEW },
    ontology,
    minConfidence,
  );

describe("checkExtraction", () => {
  it("keeps items that are grounded, fit the ontology and have enough confidence", () => {
    expect(checkExtraction(whole, { turns: VIEW }, DEFAULT_ONTOLOGY, 0.5)).toEqual({
      extraction: whole,
      rejected: { ungrounded: 0, schema: 0, lowConfidence: 0 },
    });
  });

  it.each([
    { turn: 1, start: 0, end: 3 },
    { turn: -1, start: 0, end: 3 },
    { turn: 0, start: 5, end: 5 },
    { turn: 0, start: 0, end: 99 },
    { turn: 0, start: 0.5, end: 3 },
    { turn: 0, start: 6, end: 7 },
    { turn: 0, start: Number.NaN, end: 3 },
  ])("rejects a span without words of the chunk: %j", (span) => {
    expect(check({ mentions: [{ ...stress, span }] })).toMatchObject({
      extraction: { mentions: [] },
      rejected: { ungrounded: 1 },
    });
  });

  it("rejects a mention of a missing sentence, and adjusts sentence numbers when a sentence is removed", () => {
    expect(check({ mentions: [{ ...stress, sentence: 4 }] }).rejected.ungrounded).toBe(1);
    const broken = { turn: 7, start: 0, end: 1 };
    const { extraction } = check({ sentences: [broken, sentence], mentions: [{ ...stress, sentence: 1 }] });
    expect(extraction.sentences).toEqual([sentence]);
    expect(extraction.mentions[0]?.sentence).toBe(0);
  });

  it("keeps a mention without a sentence unchanged", () => {
    const loose = { ...stress, sentence: null };
    expect(check({ mentions: [loose] })).toEqual({
      extraction: { ...EMPTY_EXTRACTION, sentences: [sentence], mentions: [loose] },
      rejected: { ungrounded: 0, schema: 0, lowConfidence: 0 },
    });
  });

  it.each<[string, Partial<Extraction>]>([
    ["an entity of an unknown type", { mentions: [{ ...stress, type: "Weather" }] }],
    ["an entity of a type that every object has", { mentions: [{ ...stress, type: "__proto__" }] }],
    ["an entity without a name", { mentions: [{ ...stress, name: " - " }] }],
    ["an unknown relation", { relations: [{ ...relation, type: "LOVES" }] }],
    ["a relation from an unknown type", { relations: [{ ...relation, sourceType: "Weather" }] }],
    ["a relation to nothing", { relations: [{ ...relation, target: "" }] }],
    ["a confidence that is none", { relations: [{ ...relation, confidence: Number.NaN }] }],
    ["a name that is longer than any", { mentions: [{ ...stress, name: "stress ".repeat(15) }] }],
    ["an alias of nothing", { aliases: [{ name: "", alias: "VAD" }] }],
  ])("refuses %s", (_, extraction) => {
    const { extraction: kept, rejected } = check(extraction);
    expect(rejected).toEqual({ ungrounded: 0, schema: 1, lowConfidence: 0 });
    expect([...kept.mentions, ...kept.relations, ...kept.aliases]).toEqual([]);
  });

  it.each<[string, Partial<Extraction>]>([
    ["a name with words that were not said", { mentions: [{ ...stress, name: "Ann stole the money stress" }] }],
    ["a name inside a word", { mentions: [{ ...stress, name: "tres", span: { turn: 0, start: 1, end: 5 } }] }],
    ["an alias whose name was not said", { aliases: [{ name: "vertical aerial drop", alias: "VAD" }] }],
    ["an alias that was not said", { aliases: [{ name: "stress", alias: "Ada Lovelace" }] }],
  ])("refuses %s as ungrounded", (_, extraction) => {
    const { extraction: kept, rejected } = check(extraction);
    expect(rejected).toEqual({ ungrounded: 1, schema: 0, lowConfidence: 0 });
    expect([...kept.mentions, ...kept.aliases]).toEqual([]);
  });

  it("cleans all names in the same way, and removes unknown fields", () => {
    const dirty = "\u001b[1mstr\u200bess\u0000\u202e";
    const extra = { note: "x".repeat(1_000), ["__proto__"]: { polluted: true } };
    const { extraction, rejected } = check({
      mentions: [{ ...stress, ...extra, name: dirty }, sleep],
      relations: [{ ...relation, ...extra, source: dirty, span: { ...sentence, ...extra } }],
      quotes: [{ ...whole.quotes[0]!, ...extra, about: [dirty] }],
      aliases: [{ name: "voice activity\u2028detection", alias: "\u2066VAD\u2069", ...extra }],
    });
    expect(rejected).toEqual({ ungrounded: 0, schema: 0, lowConfidence: 0 });
    expect(extraction).toStrictEqual(whole);
  });

  it("keeps no more items of a list than the chunk's words allow", () => {
    const many = <Item>(item: Item): Item[] => Array.from({ length: 1_200 }, () => item);
    const { extraction, rejected } = check({
      sentences: many(sentence),
      mentions: many(stress),
      quotes: many(whole.quotes[0]!),
      aliases: many(whole.aliases[0]!),
    });
    const { sentences, mentions, quotes, aliases } = extraction;
    expect([sentences, mentions, quotes, aliases].map(({ length }) => length)).toEqual(Array(4).fill(1_000));
    expect(rejected.schema).toBe(600);
  });

  it("rejects a relation with an end without a mention", () => {
    expect(check({ mentions: [stress], relations: [relation] })).toMatchObject({
      extraction: { relations: [] },
      rejected: { ungrounded: 1 },
    });
  });

  it("rejects a relation outside the ontology's pairs", () => {
    const ontology: Ontology = {
      entityTypes: DEFAULT_ONTOLOGY.entityTypes,
      relationTypes: [{ name: "REDUCES", description: "", pairs: [["Practice", "Outcome"]] }],
    };
    const typed = { ...relation, sourceType: "Practice", targetType: "Outcome" };
    const ends = [
      { ...stress, type: "Practice" },
      { ...sleep, type: "Outcome" },
    ];
    expect(check({ mentions: [stress, sleep], relations: [relation] }, ontology).rejected.schema).toBe(1);
    expect(check({ mentions: ends, relations: [typed] }, ontology).rejected.schema).toBe(0);
    // Its ends have only the types of their mentions.
    expect(check({ mentions: [stress, sleep], relations: [typed] }, ontology).rejected.schema).toBe(1);
  });

  it("allows both orders of a pair for a type without direction", () => {
    const pairs = [["Concept", "CognitiveState"]] as const;
    const ontology = (name: string): Ontology => ({
      entityTypes: DEFAULT_ONTOLOGY.entityTypes,
      relationTypes: [{ name, description: "", pairs }],
    });
    const refused = (type: string): number =>
      check({ mentions: [stress, sleep], relations: [{ ...relation, type }] }, ontology(type)).rejected.schema;
    expect(["CONTRASTS_WITH", "RELATES_TO", "DIFFERS_FROM"].map(refused)).toEqual([0, 0, 1]);
  });

  it("counts items of low confidence separately", () => {
    expect(
      check({ mentions: [{ ...stress, confidence: 0.4 }], quotes: [{ ...whole.quotes[0]!, confidence: 0.1 }] })
        .rejected,
    ).toEqual({ ungrounded: 0, schema: 0, lowConfidence: 2 });
    expect(
      check({ mentions: [{ ...stress, confidence: 0.4 }] }, DEFAULT_ONTOLOGY, 0.4).extraction.mentions,
    ).toHaveLength(1);
  });

  it("keeps only mentioned names of a quote", () => {
    expect(
      check({ quotes: [{ span: sentence, about: ["stress", "ghosts"], confidence: 1 }], mentions: [stress] }).extraction
        .quotes[0]?.about,
    ).toEqual(["stress"]);
  });

  it("keeps or counts every mention, and changes nothing when it runs again", () => {
    const span = fc.record({
      turn: fc.integer({ min: -1, max: 1 }),
      start: fc.integer({ min: -1, max: 40 }),
      end: fc.integer({ min: -1, max: 40 }),
    });
    const mention = fc.record({
      name: fc.constantFrom("stress", ""),
      type: fc.constantFrom("Concept", "Weather"),
      span,
      sentence: fc.option(fc.integer({ min: 0, max: 3 })),
      confidence: fc.double({ min: -0.5, max: 1.5 }),
      status: fc.constantFrom<"candidate" | "asserted">("candidate", "asserted"),
    });
    fc.assert(
      fc.property(fc.array(span), fc.array(mention), (sentences, mentions) => {
        const first = check({ sentences, mentions });
        const { ungrounded, schema, lowConfidence } = first.rejected;
        expect(first.extraction.mentions.length + ungrounded + schema + lowConfidence).toBe(mentions.length);
        const second = check(first.extraction);
        expect(second.extraction).toEqual(first.extraction);
        expect(second.rejected).toEqual({ ungrounded: 0, schema: 0, lowConfidence: 0 });
      }),
    );
  });
});

describe("antecedents", () => {
  const context = [{ speaker: "Bo", text: "Deep rest is next." }];
  const turns = [{ speaker: "Ada", text: "Stress hurts it." }];
  const [rest, hurts] = [
    { turn: -1, start: 0, end: 9 },
    { turn: 0, start: 0, end: 16 },
  ];
  const named = [
    { ...stress, sentence: null },
    { ...sleep, name: "deep rest", span: hurts, sentence: null },
  ];
  const checked = (antecedents: readonly Span[], chunk = { turns, context }) => {
    const stated = { ...relation, target: "deep rest", span: hurts, antecedents };
    const extraction = { ...EMPTY_EXTRACTION, mentions: named, relations: [stated] };
    return checkExtraction(extraction, chunk, DEFAULT_ONTOLOGY, 0.5).extraction;
  };

  it("name an entity that is in the context alone", () => {
    expect(checked([rest]).relations).toEqual([expect.objectContaining({ antecedents: [rest] })]);
    expect(checked([rest]).mentions).toHaveLength(2);
  });

  it("name nothing without the context, or beside the name", () => {
    expect(checked([rest], { turns, context: [] })).toMatchObject({ mentions: [{ name: "stress" }], relations: [] });
    expect(checked([]).relations).toEqual([]);
    expect(checked([{ turn: 0, start: 0, end: 6 }]).relations).toEqual([]);
  });

  it("name nothing if the other end is in the context alone too", () => {
    const before = [...context, { speaker: "Bo", text: "Noise hurts." }];
    const noise = { turn: -1, start: 0, end: 5 };
    const mentions = [
      { ...named[0]!, name: "noise", span: { ...hurts, start: 7 } },
      { ...sleep, name: "deep rest", span: hurts, sentence: null },
    ];
    const stated = {
      ...relation,
      source: "noise",
      target: "deep rest",
      span: hurts,
      antecedents: [noise, { ...rest, turn: -2 }],
    };
    const extraction = { ...EMPTY_EXTRACTION, mentions, relations: [stated] };
    const { extraction: kept } = checkExtraction(extraction, { turns, context: before }, DEFAULT_ONTOLOGY, 0.5);
    expect([kept.mentions, kept.relations]).toEqual([[], []]);
  });

  it("are at most two, and are removed if they are nowhere", () => {
    const nowhere = { turn: -2, start: 0, end: 9 };
    expect(checked([nowhere, rest, hurts, rest]).relations[0]?.antecedents).toEqual([rest, hurts]);
  });
});
