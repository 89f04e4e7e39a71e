import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ontology, POLARITIES, type TurnView } from "../../model/index.ts";
import { DEFAULT_ONTOLOGY } from "../ontology.ts";
import { batchPrompt, systemPrompt } from "./prompt.ts";
import { REPLY_LIMITS } from "./reply-limits.ts";

const ONTOLOGY: Ontology = {
  entityTypes: [
    { name: "Ship", description: "A vessel\nwith a name.", examples: ["Aurora"] },
    { name: "Port", description: "A place where ships land." },
    { name: "Captain", description: "Who commands." },
  ],
  relationTypes: [
    {
      name: "LANDS_AT",
      description: "Comes to.",
      pairs: [
        ["Ship", "Port"],
        ["Captain", "Port"],
      ],
    },
    {
      name: "KNOWS",
      description: "Has heard of.",
      pairs: ["Ship", "Port", "Captain"].map((to) => ["Captain", to] as const),
    },
    { name: "NEAR", description: "Is near." },
  ],
};

describe("the system prompt", () => {
  it("is the same bytes for the same ontology, and less than 2,500 tokens long", () => {
    const prompt = systemPrompt(DEFAULT_ONTOLOGY, 0.5);
    expect(systemPrompt(structuredClone(DEFAULT_ONTOLOGY), 0.5)).toBe(prompt);
    expect(prompt.length / 4).toBeLessThan(2_500);
  });

  it("names every type with its description, examples and pairs, one per line", () => {
    const lines = systemPrompt(ONTOLOGY, 0.5).split("\n");
    expect(lines).toContain("- Ship: A vessel with a name. Examples: Aurora.");
    expect(lines).toContain("- LANDS_AT: Comes to. Only Ship | Captain -> Port.");
    expect(lines).toContain("- KNOWS: Has heard of. Only Captain -> any type.");
    expect(lines).toContain("- NEAR: Is near.");
  });

  it.each([
    [0.5, "Leave out what you would give less than 0.5."],
    [0.8, "Leave out what you would give less than 0.8."],
    [0, null],
  ])("requests no items that a run with --min-confidence %d drops", (minConfidence, sentence) => {
    const said = systemPrompt(DEFAULT_ONTOLOGY, minConfidence).match(/Leave out what you would .*/g);
    expect(said).toEqual(sentence === null ? null : [sentence]);
  });

  it("names no confidence that such a run drops", () => {
    const scaleOf = (minConfidence: number) =>
      systemPrompt(DEFAULT_ONTOLOGY, minConfidence).match(/A number from .*/)?.[0];
    expect(scaleOf(0.8)).toMatch(/^A number from 0.8 to 1: 0.9 if [^,]*\. Leave/);
    expect(scaleOf(0.5)).toMatch(/: 0.9 if .*, 0.7 if .*, 0.5 if /);
    expect(scaleOf(0.95)).toMatch(/^A number from 0.95 to 1\. Leave/);
    const examplesOf = (minConfidence: number) =>
      systemPrompt(DEFAULT_ONTOLOGY, minConfidence).match(/"confidence":[\d.]+/g);
    expect(examplesOf(0.5)).toEqual(Array.from({ length: 3 }, () => '"confidence":0.9'));
    expect(examplesOf(0.95)).toEqual(Array.from({ length: 3 }, () => '"confidence":0.95'));
  });

  it("speaks of allowed pairs only if it lists some", () => {
    const free = { ...ONTOLOGY, relationTypes: ONTOLOGY.relationTypes.filter(({ pairs }) => pairs === undefined) };
    expect(systemPrompt(ONTOLOGY, 0.5)).toContain('The pairs of entity types after "Only" are the allowed ones.');
    expect(systemPrompt(free, 0.5)).not.toContain("pairs");
    expect(systemPrompt(DEFAULT_ONTOLOGY, 0.5)).toContain(
      '- BELIEVES: The source holds that the target is so, or matters. "I do not believe in luck" is this type, negated. Only Person | Role | Organization -> any type.',
    );
  });

  it("uses the word of allowed pairs for nothing else in the default types", () => {
    const uses = systemPrompt(DEFAULT_ONTOLOGY, 0.5).match(/\bOnly\b.*/g) ?? [];
    expect(uses.map((words) => words.slice(0, 11))).toEqual([
      "Only Person",
      "Only Person",
      "Only Person",
      'Only" are t',
    ]);
  });

  it("speaks of practices, speakers and positions only if the ontology has such types", () => {
    const own = systemPrompt(ONTOLOGY, 0.5);
    for (const words of ["Practice", "Positions:", "list a speaker"]) {
      expect(systemPrompt(DEFAULT_ONTOLOGY, 0.5)).toContain(words);
      expect(own).not.toContain(words);
    }
    expect(own).toContain("1. Links across domains");
    expect(own).toContain("3. Memorable quotes");
  });

  it("states each limit of the schema", () => {
    const [limits = ""] = systemPrompt(DEFAULT_ONTOLOGY, 0.5).match(/The form has room for .*/) ?? [];
    const { entities, relations, quotes, antecedents, about, nameCharacters, evidenceCharacters } = REPLY_LIMITS;
    for (const limit of [entities, relations, quotes, antecedents, about, nameCharacters, evidenceCharacters])
      expect(limits).toContain(` ${limit} `);
  });

  it("explains each polarity", () => {
    for (const polarity of POLARITIES) expect(systemPrompt(ONTOLOGY, 0.5)).toContain(`"${polarity}": `);
  });

  it("does not request quotes twice", () => {
    expect(systemPrompt(DEFAULT_ONTOLOGY, 0.5)).not.toContain("- Quote:");
  });
});

describe("the prompt of a batch", () => {
  it("labels its chunks and shows only the speaker and the words of a turn", () => {
    const chunks: TurnView[][] = [
      [
        { speaker: "Ada", text: "We land\n at dawn. " },
        { speaker: null, text: "All right." },
      ],
      [{ speaker: "Bo", text: "Aye." }],
    ];
    expect(batchPrompt(chunks.map((turns) => ({ turns })))).toBe(
      [
        "=== c1 ===",
        "> Ada: We land at dawn.",
        "> All right.",
        "",
        "=== c2 ===",
        "> Bo: Aye.",
        "",
        "=== end ===",
        "Give one entry for each of these chunks, in this order: c1, c2.",
      ].join("\n"),
    );
  });

  it("shows the context of a chunk in lines of their own before it", () => {
    const context = [
      { speaker: "Cy", text: "The map\nis old." },
      { speaker: null, text: "Yes." },
    ];
    const [, ...lines] = batchPrompt([{ turns: [{ speaker: "Ada", text: "It shows the reef." }], context }]).split(
      "\n",
    );
    expect(lines.slice(0, 3)).toEqual(["| Cy: The map is old.", "| Yes.", "> Ada: It shows the reef."]);
  });

  it("separates words and labels from its own lines", () => {
    const breaks = fc.constantFrom(
      "\n",
      "\r",
      "\u2028",
      "\u2029",
      "\u0085",
      "\u000b",
      "\u001b[2K",
      "=== c2 ===",
      "\ud800",
    );
    const text = fc
      .array(fc.oneof(breaks, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 6 })
      .map((parts) => parts.join(""));
    const turn = fc.record({ speaker: fc.option(text), text });
    const turnList = fc.array(turn, { maxLength: 3 });
    const chunk = fc.record({ turns: turnList, context: turnList });
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 3 }), (chunks) => {
        const prompt = batchPrompt(chunks);
        const lines = prompt.split(/[\n\r\u2028\u2029\u0085\u000b\u000c]/u);
        const turns = chunks.reduce((sum, { turns: of }) => sum + of.length, 0);
        const before = chunks.reduce((sum, { context }) => sum + context.length, 0);
        expect(lines.filter((line) => line.startsWith("> "))).toHaveLength(turns);
        expect(lines.filter((line) => line.startsWith("| "))).toHaveLength(before);
        expect(lines.filter((line) => /^=== c\d+ ===$/.test(line))).toHaveLength(chunks.length);
        expect(lines).toHaveLength(turns + before + 2 * chunks.length + 2);
        expect(prompt.isWellFormed()).toBe(true);
      }),
    );
  });
});
