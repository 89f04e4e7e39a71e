import { describe, expect, it } from "vitest";
import type { Extraction, Polarity } from "../model/index.ts";
import type { ExtractedTranscript, Fact } from "../ports/index.ts";
import { deriveFacts } from "./facts.ts";

const TEXT = "Dr. Maya Okafor: Sleep debt reduces focus.\nSpeaker 2: Maya is right.";
const NOTHING: Extraction = { sentences: [], mentions: [], relations: [], quotes: [], aliases: [] };

function turn(index: number, speaker: string, words: string) {
  const startOffset = TEXT.indexOf(words);
  const unitOffset = TEXT.indexOf(speaker);
  return {
    index,
    speaker,
    startMs: index * 1000,
    endMs: null,
    unitOffset,
    startOffset,
    endOffset: startOffset + words.length,
  };
}

const TURNS = [turn(0, "Dr. Maya Okafor", "Sleep debt reduces focus."), turn(1, "Speaker 2", "Maya is right.")];

function transcript(extraction: Extraction): ExtractedTranscript {
  return { id: "t1", chunks: [{ ordinal: 0, startOffset: 0, text: TEXT, turns: TURNS, extraction }] };
}

const textOf = (fact: Fact): string => ("startOffset" in fact ? TEXT.slice(fact.startOffset, fact.endOffset) : "");
const derive = (extraction: Partial<Extraction>) => deriveFacts(transcript({ ...NOTHING, ...extraction }));

describe("the facts of a transcript", () => {
  it("hold each speaker once, at the label; a label without a name is a speaker of this transcript alone", () => {
    const mentions = derive({}).flatMap((fact) => (fact.kind === "mention" ? [[fact.entity.key, textOf(fact)]] : []));
    expect(mentions).toEqual([
      ["maya okafor", "Dr. Maya Okafor"],
      ["speaker 2 @t1", "Speaker 2"],
    ]);
  });

  it("put a mention at its words, and resolve a part of a speaker's name to the speaker", () => {
    const span = { turn: 1, start: 0, end: 4 };
    const facts = derive({
      mentions: [{ name: "Maya", type: "Person", span, sentence: 0, confidence: 1, status: "candidate" }],
    });
    const maya = facts.find((fact) => textOf(fact) === "Maya");
    expect(maya).toMatchObject({ kind: "mention", entity: { key: "maya okafor" }, asserted: false });
  });

  it("leave a part of a speaker's name apart if the user says so, in general or in the file", () => {
    const span = { turn: 1, start: 0, end: 4 };
    const mention = { name: "Maya", type: "Person", span, sentence: 0, confidence: 1, status: "candidate" } as const;
    const { id, chunks } = transcript({ ...NOTHING, mentions: [mention] });
    const keyOf = (facts: readonly Fact[]) =>
      facts.flatMap((fact) => (fact.kind === "mention" && textOf(fact) === "Maya" ? [fact.entity.key] : []));
    expect(keyOf(deriveFacts({ id, chunks, partsApart: new Set(["maya\nmaya okafor"]) }))).toEqual(["maya"]);
    expect(keyOf(deriveFacts({ id, chunks, partsApart: new Set(["maya\nmaya reed"]) }))).toEqual(["maya okafor"]);
    const senses = new Map([["maya", "@a.txt"]]);
    const facts = deriveFacts({ id, chunks: chunks.map((chunk) => ({ ...chunk, senses })) });
    expect(keyOf(facts)).toEqual(["maya @a.txt"]);
  });

  it("take a person with the name of a label for its speaker, also if the label names nobody", () => {
    const span = { turn: 1, start: 0, end: 4 };
    const mention = { name: "Speaker 2", span, sentence: null, confidence: 1, status: "asserted" } as const;
    const keyOf = (type: string) =>
      derive({ mentions: [{ ...mention, type }] }).flatMap((fact) =>
        fact.kind === "mention" && textOf(fact) === "Maya" ? [fact.entity.key] : [],
      );
    expect(keyOf("Person")).toEqual(["speaker 2 @t1"]);
    expect(keyOf("Role")).toEqual(["speaker 2"]);
  });

  it("name things by their sense in the chunk, with one stem for singular and plural", () => {
    const mention = (name: string, start: number) =>
      ({
        name,
        type: "Concept",
        span: { turn: 0, start, end: start + 5 },
        sentence: null,
        confidence: 1,
        status: "asserted",
      }) as const;
    const extraction = { ...NOTHING, mentions: [mention("sleep debts", 0), mention("focus", 19)] };
    const keysWith = (senses: readonly (readonly [string, string])[]) => {
      const { id, chunks } = transcript(extraction);
      return deriveFacts({ id, chunks: chunks.map((chunk) => ({ ...chunk, senses: new Map(senses) })) }).flatMap(
        (fact) => (fact.kind === "mention" ? [[fact.entity.key, fact.entity.stem]] : []),
      );
    };
    const speakers = [
      ["maya okafor", "maya okafor"],
      ["speaker 2 @t1", "speaker 2 @t1"],
    ];
    expect(keysWith([["sleep debt", "@@c"]])).toEqual([
      ...speakers,
      ["sleep debts @@c", "sleep debt @@c"],
      ["focus", "focus"],
    ]);
    // A sense by the user counts for labels, too; a sense by verdicts is never about a label.
    expect(
      keysWith([
        ["speaker 2", "@a.txt"],
        ["maya okafor", "@@c"],
      ]),
    ).toEqual([
      ["maya okafor", "maya okafor"],
      ["speaker 2 @a.txt", "speaker 2 @a.txt"],
      ["sleep debts", "sleep debt"],
      ["focus", "focus"],
    ]);
  });

  it("give a sense by the user to the label, and not to a thing of the same name", () => {
    const span = { turn: 1, start: 0, end: 4 };
    const mention = { name: "Speaker 2", span, sentence: null, confidence: 1, status: "asserted" } as const;
    const { id, chunks } = transcript({ ...NOTHING, mentions: [{ ...mention, type: "Role" }] });
    const senses = new Map([["speaker 2", "@a.txt"]]);
    const facts = deriveFacts({ id, chunks: chunks.map((chunk) => ({ ...chunk, senses })) });
    expect(facts.flatMap((fact) => (fact.kind === "mention" ? [fact.entity.key] : []))).toEqual([
      "maya okafor",
      "speaker 2 @a.txt",
      "speaker 2",
    ]);
  });

  it("put the antecedents of a relation at their words, in the chunk or in the turns before it", () => {
    const chunkOf = (ordinal: number, own: (typeof TURNS)[number], extraction: Extraction | null) => {
      const { unitOffset: startOffset, endOffset } = own;
      return { ordinal, startOffset, text: TEXT.slice(startOffset, endOffset), turns: [own], extraction };
    };
    const [first, second] = TURNS as [(typeof TURNS)[number], (typeof TURNS)[number]];
    const span = { turn: 0, start: 0, end: 14 };
    const ends = { source: "a", sourceType: "Concept", target: "b", targetType: "Concept" };
    const relation = { ...ends, type: "CAUSES", polarity: "stated", confidence: 1, span } as const;
    const antecedents = [
      { turn: 0, start: 0, end: 4 },
      { turn: -1, start: 0, end: 10 },
      { turn: -2, start: 0, end: 1 },
    ];
    const facts = deriveFacts({
      id: "t1",
      chunks: [chunkOf(0, first, null), chunkOf(1, second, { ...NOTHING, relations: [{ ...relation, antecedents }] })],
    });
    const found = facts.flatMap((fact) => (fact.kind === "relation" ? fact.antecedents : []));
    expect(found.map(({ startOffset, endOffset }) => TEXT.slice(startOffset, endOffset))).toEqual([
      "Sleep debt",
      "Maya",
    ]);
  });

  it("resolve a part of a name to the one person who is mentioned with the full name", () => {
    const mention = { type: "Person", sentence: 0, confidence: 1, status: "candidate" } as const;
    const facts = derive({
      mentions: [
        { ...mention, name: "Maya Okafor Reed", span: { turn: 0, start: 0, end: 5 } },
        { ...mention, name: "Reed", span: { turn: 0, start: 6, end: 10 } },
      ],
    });
    const keys = facts.flatMap((fact) => (fact.kind === "mention" ? [fact.entity.key] : []));
    expect(keys).toContain("maya okafor reed");
    expect(keys).not.toContain("reed");
  });

  it("put a relation at the words that state it, and a quote with its speaker", () => {
    const span = { turn: 0, start: 0, end: 25 };
    const relation = {
      source: "sleep debt",
      sourceType: "Concept",
      type: "REDUCES",
      target: "focus",
      targetType: "Concept",
    };
    const facts = derive({
      relations: [{ ...relation, polarity: "stated", confidence: 0.7, span }],
      quotes: [{ span, about: ["focus"], confidence: 1 }],
    });
    expect(facts.find(({ kind }) => kind === "relation")).toMatchObject({
      source: { key: "sleep debt" },
      type: "REDUCES",
      target: { key: "focus" },
    });
    expect(facts.filter(({ kind }) => kind === "relation").map(textOf)).toEqual(["Sleep debt reduces focus."]);
    expect(facts.find(({ kind }) => kind === "quote")).toMatchObject({
      speaker: { key: "maya okafor" },
      about: [{ key: "focus" }],
    });
  });

  it("prefer the stated polarity to the implied one for the same words, with the highest confidence", () => {
    const said = (polarity: Polarity, confidence: number) =>
      ({
        source: "sleep debt",
        sourceType: "Concept",
        type: "REDUCES",
        target: "focus",
        targetType: "Concept",
        polarity,
        confidence,
        span: { turn: 0, start: 0, end: 25 },
      }) as const;
    const relations = [said("implied", 0.9), said("negated", 0.6), said("negated", 0.7), said("hypothetical", 0.9)];
    for (const order of [relations, relations.toReversed()])
      expect(derive({ relations: order }).filter(({ kind }) => kind === "relation")).toMatchObject([
        { polarity: "negated", confidence: 0.7 },
      ]);
  });

  it("leave out a span outside its turn", () => {
    const spans = [
      { turn: 0, start: 0, end: 26 },
      { turn: 0, start: 5, end: 5 },
      { turn: 7, start: 0, end: 1 },
      { turn: 0, start: -1, end: 3 },
    ];
    const mentions = spans.map(
      (span) => ({ name: "x y", type: "Concept", span, sentence: 0, confidence: 1, status: "asserted" }) as const,
    );
    expect(derive({ mentions })).toHaveLength(2);
  });

  it("do not depend on the order of mentions at one position", () => {
    const mention = {
      type: "Concept",
      span: { turn: 0, start: 0, end: 5 },
      sentence: 0,
      confidence: 1,
      status: "asserted",
    } as const;
    const [alpha, beta] = [
      { ...mention, name: "Alpha" },
      { ...mention, name: "Bravo" },
    ];
    expect(derive({ mentions: [alpha, beta] })).toEqual(derive({ mentions: [beta, alpha] }));
  });

  it("relate terms that occur together, but not mentions without a sentence", () => {
    const text = "Sleep debt. ".repeat(8) + "Sleep needs rest, rest needs sleep. ".repeat(3);
    const sentences = [...text.matchAll(/\S[^.]*\./g)].map(({ index, 0: words }) => ({
      turn: 0,
      start: index,
      end: index + words.length,
    }));
    const mentionsOf = (name: string, inSentences: boolean) =>
      sentences.flatMap((within, sentence) => {
        const at = text.slice(within.start, within.end).indexOf(name);
        if (at < 0) return [];
        const span = { turn: 0, start: within.start + at, end: within.start + at + name.length };
        const position = inSentences ? sentence : null;
        return [{ name, type: "Concept", span, sentence: position, confidence: 1, status: "asserted" } as const];
      });
    const related = (inSentences: boolean): number => {
      const mentions = [...mentionsOf("needs", inSentences), ...mentionsOf("rest", inSentences)];
      const [first] = TURNS as [(typeof TURNS)[0]];
      const turns = [{ ...first, speaker: null, unitOffset: 0, startOffset: 0, endOffset: text.length }];
      const extraction = { ...NOTHING, sentences, mentions };
      const facts = deriveFacts({ id: "t1", chunks: [{ ordinal: 0, startOffset: 0, text, turns, extraction }] });
      return facts.filter(({ kind }) => kind === "relation").length;
    };
    expect(related(true)).toBeGreaterThan(0);
    expect(related(false)).toBe(0);
  });

  it("take one mention per position, the asserted one", () => {
    const mention = {
      name: "focus",
      type: "Concept",
      span: { turn: 0, start: 19, end: 24 },
      sentence: 0,
      confidence: 1,
    };
    const facts = derive({
      mentions: [
        { ...mention, status: "candidate" },
        { ...mention, status: "asserted" },
      ],
    });
    expect(facts.filter((fact) => textOf(fact) === "focus")).toMatchObject([{ asserted: true }]);
  });
});
