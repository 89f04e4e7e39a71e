import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReply, type ReplyEntry } from "./parse-reply.ts";

const ENTITY = { name: "night shift", type: "Event", evidence: "before the night shift", confidence: 0.9 };
const RELATION = {
  source: "nap",
  type: "REDUCES",
  target: "errors",
  evidence: 'they say "naps" cut {errors}, [all] of them',
  antecedents: ["a short rest"],
  polarity: "stated",
  confidence: 0.8,
};
const QUOTE = { text: "You cannot build trust by measuring it.", about: ["trust"], confidence: 0.7 };
const FULL = { entities: [ENTITY], relations: [RELATION], quotes: [QUOTE] };
const EMPTY = { entities: [], relations: [], quotes: [] };

const reply = (...entries: object[]): string => JSON.stringify({ chunks: entries });
const READ_FULL: ReplyEntry = { ...FULL, malformed: 0 } as ReplyEntry;
const READ_EMPTY: ReplyEntry = { ...EMPTY, malformed: 0 };

/** The entries of a reply to a batch of nine. */
const read = (text: string) => [...parseReply(text, 9).entries];
const oneEntity = (entity: object) => read(reply({ label: "c1", ...EMPTY, entities: [entity] }))[0]?.[1];

describe("a reply", () => {
  const whole = reply({ label: "c1", ...FULL }, { label: "c2", ...EMPTY });
  const both = [
    [0, READ_FULL],
    [1, READ_EMPTY],
  ];

  it("has an entry for each chunk, even an empty entry", () => {
    const { texts, ...parsed } = parseReply(whole, 2);
    expect(parsed).toEqual({ entries: new Map(both as [number, ReplyEntry][]), isWhole: true });
    expect([...texts.values()].map((text) => JSON.parse(text) as unknown)).toEqual([
      { label: "c1", ...FULL },
      { label: "c2", ...EMPTY },
    ]);
    for (const text of texts.values()) expect(whole).toContain(text);
  });

  it.each([
    ["fenced", `\`\`\`json\n${whole}\n\`\`\``],
    ["after prose with quotes and brackets", `Here's the "graph" [as asked] of the chunks:\n${whole}\nThat's all!`],
    ["after thoughts", `<think>Maybe {"chunks":[{"label":"c1","entities":[]}]}?</think>\n${whole}`],
    ["in lines", JSON.stringify(JSON.parse(whole), null, 2)],
    ["as a bare list", JSON.stringify((JSON.parse(whole) as { chunks: unknown }).chunks)],
    [
      "as one object per line",
      (JSON.parse(whole) as { chunks: object[] }).chunks.map((entry) => JSON.stringify(entry)).join("\n"),
    ],
    ["wrapped once more", `{"result":${whole},"note":"c1"}`],
    ["with trailing commas", whole.replaceAll("}]", "},]").replaceAll("]}", "],}")],
    ["with keys in other case", whole.replaceAll('"label"', '"Label"').replaceAll('"chunks"', '"CHUNKS"')],
    ["with bare keys", whole.replaceAll(/"(chunks|label|entities)":/g, "$1: ")],
  ])("is read %s", (_, text) => {
    expect(read(text)).toEqual(both);
  });

  it("is read with single quotes, as Python prints them", () => {
    const text = `{'chunks': [{'label': 'c1', 'entities': [{'name': "nurse's nap", 'type': 'Practice', 'evidence': 'the nurse\\'s nap', 'confidence': 0.9}], 'relations': [], 'quotes': []}]}`;
    const entity = { name: "nurse's nap", type: "Practice", evidence: "the nurse's nap", confidence: 0.9 };
    expect(read(text)).toEqual([[0, { ...READ_EMPTY, entities: [entity] }]]);
  });

  it("is read with unescaped quotes or not at all, but an entry never ends too early", () => {
    const sloppy = `{"chunks":[{"label":"c1","entities":[{"name":"sleep","type":"Concept","evidence":"he said "no} sleep" again","confidence":1}],"relations":[],"quotes":[]},${JSON.stringify({ label: "c2", ...FULL })}]}`;
    expect(read(sloppy).map(([position]) => position)).toContain(1);
  });

  it.each(["C1", "chunk c1", '"c1"', "[c1]", 1, " c1 ", "chunk 1"])("accepts the label %j", (label) => {
    expect(read(reply({ label, ...EMPTY }))).toEqual([[0, READ_EMPTY]]);
  });

  it.each(["c10", "c0", "c-", "", "c1 and c2", null, "__proto__", "constructor", {}, "c99999999"])(
    "ignores the unknown label %j",
    (label) => {
      expect(read(reply({ label, ...EMPTY }))).toEqual([]);
    },
  );

  it("uses the first entry of a chunk, because models repeat entries", () => {
    expect(read(reply({ label: "c1", ...FULL }, { label: "c1", ...EMPTY }))).toEqual([[0, READ_FULL]]);
  });

  it("accepts an entry without some lists, but not without any", () => {
    expect(read(reply({ label: "c1", entities: [ENTITY] }))).toEqual([[0, { ...READ_EMPTY, entities: [ENTITY] }]]);
    expect(read(reply({ label: "c1" }, { label: "c2", entities: "none" }))).toEqual([]);
  });

  it.each([
    "",
    "I cannot help with that.",
    "{}",
    "[]",
    "null",
    "{{{{",
    "]]]]",
    '"',
    "<think>I wonder",
    "{'",
    "\\",
    "\0",
  ])("has no entries if it is %j", (text) => {
    expect(read(text)).toEqual([]);
  });
});

describe("a reply to a single chunk", () => {
  it("is accepted with any label, unless another entry has the right one", () => {
    const strange = { label: "Gus Ito", ...FULL };
    const labelled = { label: "c1", ...EMPTY };
    expect([...parseReply(reply(strange), 1).entries]).toEqual([[0, READ_FULL]]);
    expect([...parseReply(reply(strange, labelled), 1).entries]).toEqual([[0, READ_EMPTY]]);
    expect([...parseReply(reply(strange), 2).entries]).toEqual([]);
  });
});

describe("a reply that was cut off", () => {
  const name = fc.oneof(
    fc.constantFrom(
      "__proto__",
      "label",
      'a"b',
      "a\\",
      "it's",
      "{",
      "]",
      "c1",
      '{"label":"c1","entities":[]}',
      "\u2028",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  const entity = fc.record({
    name,
    type: name,
    evidence: name,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const quote = fc.record({ text: name, about: fc.array(name, { maxLength: 2 }), confidence: fc.constant(1) });
  const entry = fc.record({
    label: fc.constantFrom("c1", "c2", "c3", "c4"),
    // An entity with a chunk's label must not become that chunk's entry.
    entities: fc.array(
      fc.oneof(
        entity,
        entity.map((item) => ({ ...item, label: "c2", entities: [], quotes: [] })),
      ),
      {
        maxLength: 3,
      },
    ),
    relations: fc.constant([]),
    quotes: fc.array(quote, { maxLength: 2 }),
  });
  const replies = fc.record({
    entries: fc.array(entry, { maxLength: 4 }),
    indent: fc.constantFrom(0, 1, 2),
    form: fc.constantFrom<"wrapped" | "bare" | "lines">("wrapped", "bare", "lines"),
  });

  it("keeps exactly the complete entries at any cut", () => {
    fc.assert(
      fc.property(replies, ({ entries: said, indent, form }) => {
        const whole =
          form === "lines"
            ? said.map((item) => JSON.stringify(item)).join("\n")
            : JSON.stringify(form === "bare" ? said : { chunks: said }, null, indent);
        const expected = new Map<number, unknown>();
        for (const { label, quotes } of said) {
          const position = Number(label.slice(1)) - 1;
          const spoken = quotes.filter(({ text }) => text.trim() !== "").length;
          if (!expected.has(position)) expected.set(position, [label, spoken]);
        }
        const full = parseReply(whole, 4).entries;
        expect([...full].map(([position, { quotes }]) => [position, [`c${position + 1}`, quotes.length]])).toEqual([
          ...expected,
        ]);
        let known = 0;
        for (let end = 0; end <= whole.length; end += 1) {
          const { entries, isWhole } = parseReply(whole.slice(0, end), 4);
          expect(entries.size).toBeGreaterThanOrEqual(known);
          known = entries.size;
          for (const [position, part] of entries) expect(part).toEqual(full.get(position));
          if (isWhole && form !== "lines") expect(end).toBe(whole.length);
        }
        expect(known).toBe(full.size);
      }),
      { numRuns: 60 },
    );
  });

  it("is reported as incomplete", () => {
    const whole = reply({ label: "c1", ...FULL }, { label: "c2", ...FULL });
    const cut = parseReply(whole.slice(0, -30), 2);
    expect(cut.isWhole).toBe(false);
    expect([...cut.entries]).toEqual([[0, READ_FULL]]);
  });
});

describe("an item", () => {
  it.each([
    ["0.75", 0.75],
    ["75%", 0.75],
    [1, 1],
    [null, 0.5],
    [undefined, 0.5],
    ["", 0.5],
  ])("may give its confidence as %j", (confidence, expected) => {
    expect(oneEntity({ ...ENTITY, confidence })?.entities[0]?.confidence).toBe(expected);
  });

  it.each(["high", -1, 7, [], {}, true])("is malformed with the confidence %j", (confidence) => {
    expect(oneEntity({ ...ENTITY, confidence })).toEqual({ ...READ_EMPTY, malformed: 1 });
  });

  it("is malformed if its confidence is NaN, and does not affect other items", () => {
    const text = reply({ label: "c1", ...EMPTY, entities: [ENTITY, { ...ENTITY, name: "x", confidence: 0 }] });
    expect(read(text.replace('"confidence":0}', '"confidence":NaN}'))).toEqual([
      [0, { ...READ_EMPTY, entities: [ENTITY], malformed: 1 }],
    ]);
  });

  it.each([
    null,
    7,
    "text",
    [],
    {},
    { name: "x" },
    { ...ENTITY, name: "" },
    { ...ENTITY, name: "x".repeat(101) },
    { ...ENTITY, name: "\u200b\u0000" },
    { ...ENTITY, evidence: "x".repeat(401) },
    { ...ENTITY, type: [] },
    { ...ENTITY, evidence: {} },
  ])("is malformed as %j", (entity) => {
    expect(oneEntity(entity as object)).toEqual({ ...READ_EMPTY, malformed: 1 });
  });

  it("has a name without invisible characters, in any notation", () => {
    const named = oneEntity({ ...ENTITY, name: " \u001b[31mnight\u0000\u2028 sh\u200bift\u202e\ud800" });
    expect(named?.entities[0]?.name).toBe("night shift\ufffd");
    const relation = { ...RELATION, source: "nap\u2066", target: "\u009b1merrors" };
    const quote = { ...QUOTE, about: ["tr\u00adust"] };
    const [[, entry] = []] = read(reply({ label: "c1", ...EMPTY, relations: [relation], quotes: [quote] }));
    expect(entry?.relations[0]).toMatchObject({ source: "nap", target: "errors" });
    expect(entry?.quotes[0]?.about).toEqual(["trust"]);
  });

  it("has a name with decoded character references", () => {
    expect(oneEntity({ ...ENTITY, name: "AT&amp;T&#39;s net" })?.entities[0]?.name).toBe("AT&T's net");
  });

  it("has its given polarity, or is stated without one", () => {
    const polarity = (value: unknown) =>
      read(reply({ label: "c1", ...EMPTY, relations: [{ ...RELATION, polarity: value }] }))[0]?.[1];
    expect(polarity("Negated")?.relations[0]?.polarity).toBe("negated");
    expect(polarity(undefined)?.relations[0]?.polarity).toBe("stated");
    expect(polarity("maybe")).toEqual({ ...READ_EMPTY, malformed: 1 });
  });

  it("may have the name of a property of every object", () => {
    const text = `{"chunks":[{"label":"c1","__proto__":{"entities":[1]},"constructor":7,"entities":[{"name":"__proto__","type":"constructor","evidence":"toString","confidence":1,"__proto__":{"name":"x"}}]}]}`;
    expect(read(text)[0]?.[1].entities).toEqual([
      { name: "__proto__", type: "constructor", evidence: "toString", confidence: 1 },
    ]);
    expect(({} as { entities?: unknown }).entities).toBeUndefined();
  });
});

describe("an extremely large reply", () => {
  it("is read up to a number of items; the others are malformed", () => {
    const entities = Array.from({ length: 50_000 }, (_, index) => ({ name: `n${index}`, type: "T", evidence: "" }));
    const entry = oneEntityList(entities.slice(0, 5_000));
    expect(entry?.entities).toHaveLength(100);
    expect(entry?.malformed).toBe(4_900);
    // 50,000 items exceed the characters that are read.
    expect(oneEntityList(entities)).toBeUndefined();
    expect(parseReply(reply({ label: "c1", ...EMPTY, entities }), 1).isWhole).toBe(false);
  });

  it("loses only an entry that is nested too deeply", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const text = `{"chunks":[{"label":"c1","entities":${deep}},${JSON.stringify({ label: "c2", ...FULL })}]}`;
    expect(read(text)).toEqual([[1, READ_FULL]]);
    expect(read("[".repeat(500_000))).toEqual([]);
    expect(read('{"chunks":'.repeat(50_000))).toEqual([]);
  });

  const oneEntityList = (entities: readonly object[]) => read(reply({ label: "c1", ...EMPTY, entities }))[0]?.[1];
});
