import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatCall } from "../calls.ts";
import { chatAnswer } from "./chat-answer.ts";

const text = { type: "string" };
const list = (properties: object, more: object = {}) => ({
  type: "array",
  items: { type: "object", properties },
  ...more,
});
const SCHEMA = {
  type: "object",
  properties: {
    chunks: list({
      label: text,
      entities: list(
        { name: text, type: { ...text, enum: ["Person", "Concept", "Practice"] }, evidence: text },
        { maxItems: 12 },
      ),
      relations: list({
        source: text,
        type: { ...text, enum: ["REDUCES", "LEADS_TO"] },
        target: text,
        evidence: text,
        polarity: { ...text, enum: ["stated", "negated"] },
        confidence: { type: "number" },
      }),
      quotes: list({ text, about: { type: "array", items: text, maxItems: 1 } }),
    }),
  },
};

interface Answer {
  readonly chunks: readonly {
    readonly label: string;
    readonly entities: readonly { readonly name: string; readonly type: string; readonly evidence: string }[];
    readonly relations: readonly Readonly<Record<string, unknown>>[];
    readonly quotes: readonly { readonly text: string; readonly about: readonly string[] }[];
  }[];
}

const CHUNKS = [
  "> Ada: We all know that regular sleep reduces anxiety. Deliberate practice leads to mastery of a craft.",
  "> Bo: I met Marie Curie, and bright light causes headaches.",
  "> Nothing much: only extraordinary circumstances, extraordinary ones.",
];

function ask(chunks: readonly string[], schema: unknown = SCHEMA, system = ""): Answer {
  const frame = chunks.map((chunk, index) => `=== c${index + 1} ===\n${chunk}\n`).join("\n");
  const call: ChatCall = {
    endpoint: "chat",
    model: "simulated",
    messages: [
      { role: "system", content: system },
      { role: "user", content: `${frame}\n=== end ===\nGive one entry for each.` },
    ],
    schema,
    maxOutputTokens: null,
  };
  return JSON.parse(
    chatAnswer(
      call,
      null,
      { outputTokensPerChunk: 220, outputSpread: 0.1, outputFollowsLength: false, reasoningTokens: 0 },
      0,
    ).text,
  ) as Answer;
}

describe("an answer", () => {
  it("has an entry for each chunk, with the stated relations in types of the schema", () => {
    const { chunks } = ask(CHUNKS);
    expect(chunks.map(({ label }) => label)).toEqual(["c1", "c2", "c3"]);
    expect(chunks[0]?.relations).toEqual([
      {
        source: "regular sleep",
        type: "REDUCES",
        target: "anxiety",
        evidence: "that regular sleep reduces anxiety",
        polarity: "stated",
        confidence: expect.any(Number),
      },
      expect.objectContaining({ source: "Deliberate practice", type: "LEADS_TO", target: "mastery" }),
    ]);
    // CAUSES is no type of this schema.
    expect(chunks[1]?.relations).toEqual([]);
    expect(chunks[1]?.entities).toContainEqual({ name: "Marie Curie", type: "Person", evidence: "Marie Curie" });
    expect(chunks[2]?.entities.map(({ name }) => name)).toContain("extraordinary");
  });

  it("gives a chunk the same entry beside any other chunks", () => {
    const whole = ask(CHUNKS).chunks;
    fc.assert(
      fc.property(fc.shuffledSubarray([...CHUNKS.keys()], { minLength: 1 }), (order) => {
        const { chunks } = ask(order.map((index) => CHUNKS[index] as string));
        const expected = order.map((index, position) => ({ ...whole[index], label: `c${position + 1}` }));
        expect(chunks).toEqual(expected);
      }),
    );
  });

  it("copies its evidence from a turn, verbatim", () => {
    const words = fc.constantFrom(
      "sleep",
      "the",
      "reduces",
      "leads to",
      "Marie Curie",
      "because",
      "extraordinary",
      ".",
      "causes",
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 40 }), (drawn) => {
        const turn = drawn.join(" ");
        for (const { entities, relations, quotes } of ask([`> Ada: ${turn}`]).chunks)
          for (const evidence of [
            ...entities.map((each) => each.evidence),
            ...relations.map((each) => each["evidence"]),
            ...quotes.map((each) => each.text),
          ])
            expect(turn).toContain(evidence);
      }),
    );
  });

  it("lists both ends of every relation, for any number of relations", () => {
    const nouns = ["sleep", "anxiety", "mastery", "focus", "coffee", "stress", "light", "music", "running", "reading"];
    const turns = nouns.map((noun, index) => `> Old ${noun} reduces new ${nouns[(index + 3) % nouns.length]}.`);
    const [chunk] = ask([turns.join("\n")]).chunks;
    const names = new Set(chunk?.entities.map(({ name }) => name));
    expect(names.size).toBe(12);
    expect(chunk?.relations).toHaveLength(6);
    for (const { source, target } of chunk?.relations ?? [])
      expect([names.has(source as string), names.has(target as string)]).toEqual([true, true]);
  });

  it("is the same if the types are in the prompt, as for a model without schemas", () => {
    const system =
      "Entity types:\n- Person: x\n- Concept: x\n- Practice: x\n\nRelation types (source, then target):\n- REDUCES: x\n- LEADS_TO: x\n\n# More\n- CAUSES: no type";
    const { chunks } = ask(CHUNKS, null, system);
    expect(chunks.map(({ entities }) => entities.map(({ name, type }) => [name, type]))).toEqual(
      ask(CHUNKS).chunks.map(({ entities }) => entities.map(({ name, type }) => [name, type])),
    );
    expect(chunks.map(({ relations }) => relations.map(({ type }) => type))).toEqual([["REDUCES", "LEADS_TO"], [], []]);
  });

  it("respects the bounds of lists, and fills unknown properties with the least that is allowed", () => {
    const { chunks } = ask(CHUNKS, {
      type: "object",
      properties: {
        version: { type: "integer" },
        chunks: list(
          { label: text, sure: { type: "boolean" }, entities: list({ name: text }, { maxItems: 1 }) },
          { maxItems: 2 },
        ),
      },
    });
    expect(chunks).toEqual([
      { label: "c1", sure: true, entities: [{ name: "regular sleep" }] },
      { label: "c2", sure: true, entities: [{ name: "bright light" }] },
    ]);
  });
});
