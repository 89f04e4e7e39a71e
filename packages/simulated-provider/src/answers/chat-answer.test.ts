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

interface Reply {
  readonly text: string;
  readonly outputTokens: number;
}

function reply(prompt: string, schema: unknown, system = ""): Reply {
  const messages = [
    { role: "system", content: system },
    { role: "user", content: prompt },
  ];
  return chatAnswer(
    { endpoint: "chat", model: "simulated", messages, schema, maxOutputTokens: null },
    null,
    { outputTokensPerChunk: 220, outputSpread: 0.1, outputFollowsLength: false, reasoningTokens: 0 },
    0,
  );
}

const objectOf = (properties: object): object => ({ type: "object", properties });
const WORDS = { type: "array", items: text };

describe("an answer to questions about labelled lines", () => {
  const system = `- "supported": the words say it.\n- "reversed": the other way round.\n\n{"statements":["s1 supported","s2 reversed"]}`;
  const statements = Array.from({ length: 60 }, (_, index) => `[sleep ${index}] REDUCES [stress]\n> Ada: it does`);
  const prompt = (shown: readonly string[]): string =>
    `=== statements ===\n${shown.map((statement, index) => `s${index + 1}: ${statement}`).join("\n")}\n\n=== end ===\ns9: no`;
  const answered = (shown: readonly string[], schema: unknown = objectOf({ statements: WORDS })): readonly string[] =>
    (JSON.parse(reply(prompt(shown), schema, system).text) as { statements: string[] }).statements;

  it("has one of the options for each, mostly the first, and the same beside other lines", () => {
    const entries = answered(statements);
    expect(entries.map((entry) => entry.split(" ")[0])).toEqual(statements.map((_, index) => `s${index + 1}`));
    const verdicts = entries.map((entry) => entry.split(" ")[1]);
    expect(new Set(verdicts)).toEqual(new Set(["supported", "reversed"]));
    expect(verdicts.filter((verdict) => verdict === "supported").length).toBeGreaterThan(40);
    expect(answered(statements.toReversed()).map((entry) => entry.split(" ")[1])).toEqual(verdicts.toReversed());
  });

  it("has the form of the example in the instructions if the call has no schema", () => {
    expect(answered(statements, null)).toEqual(answered(statements));
  });

  it("has as many tokens as its words, and not those of chunks", () => {
    const { text: shown, outputTokens } = reply(prompt(statements), objectOf({ statements: WORDS }), system);
    expect(outputTokens).toBeGreaterThan(shown.length / 5);
    expect(outputTokens).toBeLessThan(shown.length / 2);
  });
});

describe("an answer to questions about pairs of labels", () => {
  const names = ["recognition", "speech recognition", "dog", "Dogs", "remote work", "work from home"];
  const lists = ["same", "broader_kind", "narrower_kind", "unsure", "two_things"];
  const system = `{${lists.map((list) => `"${list}":${list === "same" ? '["n1 n2"]' : "[]"}`).join(",")}}`;
  function answered(
    shown: readonly string[],
    schema: unknown = objectOf(Object.fromEntries(lists.map((list) => [list, WORDS]))),
  ) {
    const pairs = shown.map(
      (_, at) =>
        `n${at + 1}:${shown
          .slice(at + 1)
          .map((__, next) => ` n${at + next + 2}`)
          .join("")}`,
    );
    const lines = shown.map((name, at) => `n${at + 1} Concept so [${name}] it is`);
    const prompt = `=== names ===\n${lines.join("\n")}\n=== pairs ===\n${pairs.slice(0, -1).join("\n")}\n=== end ===`;
    const found = JSON.parse(reply(prompt, schema, system).text) as Readonly<Record<string, readonly string[]>>;
    const nameOf = (label = ""): string => shown[Number(label.slice(1)) - 1] ?? "";
    return Object.fromEntries(
      Object.entries(found).map(([list, each]) => [
        list,
        each.map((pair) => pair.split(" ").map(nameOf).toSorted().join("|")),
      ]),
    );
  }

  it("lists other numbers of a name as the same, and kinds by their last word", () => {
    const found = answered(names);
    expect(found["same"]).toContain("Dogs|dog");
    expect(found["broader_kind"]).toEqual(["recognition|speech recognition"]);
    const reversed = answered(names.toReversed());
    expect(reversed["narrower_kind"]).toEqual(found["broader_kind"]);
    for (const list of ["same", "unsure"]) expect(reversed[list]?.toSorted()).toEqual(found[list]?.toSorted());
    expect(Object.values(found).flat().join()).not.toContain("dog|recognition");
  });

  it("has the form of the example in the instructions if the call has no schema", () => {
    expect(answered(names, null)).toEqual(answered(names));
  });

  it("lists few pairs of mentions of one name as two things", () => {
    const mentions = Array.from({ length: 15 }, (_, index) => `cover] of part ${index} [x`);
    const { two_things: two = [], same } = answered(mentions);
    expect(same).toEqual([]);
    expect(two.length).toBeGreaterThan(0);
    expect(two.length).toBeLessThan(30);
  });
});

describe("an answer in sentences with the numbers of lines", () => {
  const said = Array.from({ length: 40 }, (_, index) => `Regular sleep reduces worry number ${index}. And more of it`);
  const prompt = `=== entity sleep (Practice) ===\n${said.map((words, index) => `[${index + 1}] Ada: ${words}. (= sleep REDUCES worry; a B c)`).join("\n")}\n\n=== end ===\nWrite.`;
  const sentence = { text, evidence: { type: "array", minItems: 1, items: { type: "integer" } } };
  const schema = objectOf({ sentences: list(sentence, { maxItems: 6 }) });
  const answered = (asked: string, form: unknown): readonly { text: string; evidence: number[] }[] => {
    const { text: json } = reply(asked, form, `{"sentences":[{"text":"...","evidence":[...]}]}`);
    return (JSON.parse(json) as { sentences: { text: string; evidence: number[] }[] }).sentences;
  };

  it("has up to four, with the words of the lines that it cites", () => {
    const sentences = answered(prompt, schema);
    expect(sentences).toHaveLength(4);
    for (const { text: words, evidence } of sentences) {
      const at = said.findIndex((line) => line.startsWith(words));
      expect(words).toMatch(/^Regular sleep reduces worry number \d+\.$/);
      expect([at + 1, at + 901]).toContain(evidence[0]);
    }
    expect(answered("=== transcript ===\n[1] Ada: We sleep well at night.\n\n=== end ===", schema)).toHaveLength(1);
    expect(answered("=== transcript ===\n\n=== end ===", schema)).toEqual([]);
  });

  it("has the form of the example in the instructions if the call has no schema", () => {
    expect(answered(prompt, null)).toEqual(answered(prompt, schema));
  });
});
