import { beforeEach, describe, expect, it } from "vitest";
import type { EntityRow, GraphRow, Polarity } from "../model/index.ts";
import type { GraphStore } from "../ports/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import {
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleRelationship,
  sampleTranscript,
} from "../testing/suites/sample-rows.ts";
import { compareSpeakers, type CompareSpeakersOptions, type SpeakerComparison } from "./compare-speakers.ts";
import type { ComparedViewpoints } from "./viewpoints.ts";

const PEOPLE = {
  Ann: sampleEntity("Ann", { name: "Ann", type: "Person" }),
  Bob: sampleEntity("Bob", { name: "Bob", type: "Person", aliases: [{ name: "Dr. Bob", reason: "title" }] }),
  Host: sampleEntity("host a", { name: "Host", type: "Person" }),
  "Host b": sampleEntity("host b", { name: "Host", type: "Person", mentions: 0 }),
};
const TOPICS = Object.fromEntries(
  ["sleep", "stress", "naps", "coffee"].map((name) => [name, sampleEntity(name, { name, type: "Practice" })]),
);
const entity = (name: string): EntityRow => ({ ...TOPICS, ...PEOPLE })[name] as EntityRow;

/** Words of a speaker in a file of their own chunk: `Ann: sleep reduces stress`. */
interface Said {
  readonly by: keyof typeof PEOPLE;
  readonly label?: string;
  readonly file?: string;
  readonly relation: readonly [source: string, type: string, target: string];
  readonly polarity?: Polarity;
}

/** Rows of a graph in which speakers say relations, and mention their ends. */
function rowsOf(said: readonly Said[]): readonly GraphRow[] {
  return said.flatMap(({ by, label = entity(by).name, file = "a.txt", relation, polarity = "stated" }, index) => {
    const [source, type, target] = relation;
    const text = `${label}: ${source} ${type} ${target}.`;
    const chunk = sampleChunk(`chunk ${index}`, {
      file,
      text,
      startOffset: 0,
      endOffset: text.length,
      speakers: [label],
    });
    const inChunk = { chunk: chunk.id, file, speaker: label, startMs: null, endMs: null };
    const at = (word: string, from = 0) => {
      const startOffset = text.indexOf(word, from);
      return { ...inChunk, startOffset, endOffset: startOffset + word.length, text: word };
    };
    const id = relation.join(" ");
    const ends = [source, target].filter((name) => name in TOPICS);
    return [
      chunk,
      sampleMention(`label ${index}`, { entity: entity(by).id, evidence: at(label) }),
      ...ends.map((name) =>
        sampleMention(`${name} ${index}`, { entity: entity(name).id, evidence: at(name, label.length) }),
      ),
      sampleRelationship(id, { source: entity(source).id, type, target: entity(target).id }),
      sampleEvidenceRow(`evidence ${index}`, {
        of: sampleRelationship(id).id,
        evidence: { ...at(text.slice(label.length + 2), label.length), polarity },
      }),
    ];
  });
}

let graph: GraphStore;
let calls: number;
beforeEach(async () => {
  graph = createMemoryGraphStore();
  calls = 0;
  await graph.upsert("entity", [...Object.values(PEOPLE), ...Object.values(TOPICS)]);
});

async function compare(
  names: readonly string[],
  said: readonly Said[],
  options: CompareSpeakersOptions = {},
): Promise<SpeakerComparison> {
  for (const row of rowsOf(said)) await graph.upsert(row.kind, [row]);
  const counted = new Proxy(graph, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return (...args: readonly unknown[]): unknown => {
        calls += 1;
        return Reflect.apply(value, target, args);
      };
    },
  });
  return compareSpeakers(counted, names, options);
}

const texts = (compared: readonly ComparedViewpoints[]) =>
  compared.map(({ viewpoints }) =>
    viewpoints.map(
      ({ speaker, source, type, target, polarity }) =>
        `${speaker.name}: ${source.name} ${type} ${target.name} ${polarity}`,
    ),
  );

const REDUCES = ["sleep", "REDUCES", "stress"] as const;

describe("a comparison of speakers", () => {
  it("has what one states and another denies, each in their own words and under any label", async () => {
    const { disagreements, agreements } = await compare(
      ["Ann", "Bob"],
      [
        { by: "Ann", relation: REDUCES },
        { by: "Bob", label: "Dr. Bob", relation: REDUCES, polarity: "negated" },
      ],
    );
    expect(texts(disagreements)).toEqual([["Ann: sleep REDUCES stress stated", "Bob: sleep REDUCES stress negated"]]);
    expect(disagreements[0]?.viewpoints.map(({ evidence }) => evidence.speaker)).toEqual(["Ann", "Dr. Bob"]);
    expect(agreements).toEqual([]);
  });

  it.each<readonly [string, Said["relation"], Polarity, Said["relation"], Polarity, "agree" | "disagree" | null]>([
    ["the same", REDUCES, "stated", REDUCES, "stated", "agree"],
    ["both deny", REDUCES, "negated", REDUCES, "negated", "agree"],
    ["one sense", ["sleep", "CAUSES", "naps"], "stated", ["sleep", "ENABLES", "naps"], "stated", "agree"],
    ["opposite types", ["sleep", "CAUSES", "stress"], "stated", REDUCES, "stated", "disagree"],
    ["no direction", ["sleep", "RELATES_TO", "naps"], "stated", ["naps", "RELATES_TO", "sleep"], "stated", "agree"],
    ["the other direction", REDUCES, "stated", ["stress", "REDUCES", "sleep"], "stated", null],
    ["a question", REDUCES, "stated", REDUCES, "question", null],
    ["opposite, but denied", ["sleep", "CAUSES", "stress"], "negated", REDUCES, "stated", null],
    ["own positions", ["Ann", "ADVOCATES", "naps"], "stated", ["Bob", "ADVOCATES", "naps"], "stated", "agree"],
    ["own positions against", ["Ann", "ADVOCATES", "naps"], "stated", ["Bob", "OPPOSES", "naps"], "stated", "disagree"],
    ["positions of others", ["Host", "ADVOCATES", "naps"], "stated", ["Host", "OPPOSES", "naps"], "stated", "disagree"],
    ["different people", ["Ann", "ADVOCATES", "naps"], "stated", ["Host", "OPPOSES", "naps"], "stated", null],
  ])("judges statements: %s", async (_, first, firstPolarity, second, secondPolarity, expected) => {
    const { disagreements, agreements } = await compare(
      ["Ann", "Bob"],
      [
        { by: "Ann", relation: first, polarity: firstPolarity },
        { by: "Bob", relation: second, polarity: secondPolarity },
      ],
    );
    expect([agreements.length, disagreements.length]).toEqual([
      Number(expected === "agree"),
      Number(expected === "disagree"),
    ]);
  });

  it("takes a position from the words of others if the speaker does not state it", async () => {
    const said: readonly Said[] = [
      { by: "Host", relation: ["Ann", "OPPOSES", "naps"] },
      { by: "Bob", relation: ["Bob", "ADVOCATES", "naps"] },
      { by: "Host", relation: ["Bob", "OPPOSES", "coffee"] },
    ];
    const { disagreements } = await compare(["Ann", "Bob"], [...said, { by: "Ann", relation: REDUCES }]);
    expect(texts(disagreements)).toEqual([["Ann: Ann OPPOSES naps stated", "Bob: Bob ADVOCATES naps stated"]]);
    expect(disagreements[0]?.viewpoints[0]?.evidence.speaker).toBe("Host");
  });

  it("compares more than two speakers, and leaves out those who say nothing about it", async () => {
    const { agreements, disagreements } = await compare(
      ["Ann", "Bob", "Host"],
      [
        { by: "Ann", relation: REDUCES },
        { by: "Host", relation: REDUCES },
        { by: "Bob", relation: ["naps", "REDUCES", "stress"] },
        { by: "Host", relation: ["naps", "REDUCES", "stress"], polarity: "negated" },
        { by: "Ann", relation: ["naps", "REDUCES", "stress"] },
      ],
    );
    expect(texts(agreements)).toEqual([["Ann: sleep REDUCES stress stated", "Host: sleep REDUCES stress stated"]]);
    expect(texts(disagreements)[0]).toHaveLength(3);
  });

  it("has the topics that are shared, with what each says about them, and those that one alone speaks about", async () => {
    const { shared, only, speakers } = await compare(
      ["Ann", "Bob"],
      [
        { by: "Ann", relation: REDUCES },
        { by: "Ann", relation: ["Bob", "OPPOSES", "coffee"] },
        { by: "Bob", relation: ["naps", "CAUSES", "sleep"], polarity: "question" },
      ],
    );
    expect(shared.map(({ name, by }) => [name, ...by.map((each) => each.speaker.name)])).toEqual([
      ["sleep", "Ann", "Bob"],
    ]);
    expect(shared[0]?.by.map(({ statements }) => statements.map(({ type }) => type))).toEqual([
      ["REDUCES"],
      ["CAUSES"],
    ]);
    expect(shared[0]?.by[1]?.evidence?.text).toBe("naps CAUSES sleep.");
    expect(only.map(({ speaker, count, topics }) => [speaker.name, count, ...topics.map(({ name }) => name)])).toEqual([
      ["Ann", 2, "coffee", "stress"],
      ["Bob", 1, "naps"],
    ]);
    expect(speakers.map(({ statements, topics, transcripts }) => [statements, topics, transcripts])).toEqual([
      [2, 3, ["a.txt"]],
      [1, 2, ["a.txt"]],
    ]);
  });

  it("has at most as many topics in each list as the limit, and the number of all", async () => {
    const said: readonly Said[] = [
      { by: "Ann", relation: REDUCES },
      { by: "Bob", relation: REDUCES },
      { by: "Ann", relation: ["Bob", "OPPOSES", "coffee"] },
      { by: "Ann", relation: ["coffee", "CAUSES", "naps"] },
    ];
    const { shared, sharedCount, only } = await compare(["Ann", "Bob"], said, { limit: 1 });
    expect([shared.length, sharedCount]).toEqual([1, 2]);
    expect(only.map(({ count, topics }) => [count, ...topics.map(({ name }) => name)])).toEqual([[2, "coffee"], [0]]);
    await expect(compareSpeakers(graph, ["Ann", "Bob"], { limit: 0 })).rejects.toThrow(
      "Expected the limit of a comparison to be a whole number above 0, got 0.",
    );
  });

  it("is restricted to files, which also tell people with one label apart", async () => {
    await graph.upsert("transcript", [
      sampleTranscript("a", { file: "a.txt" }),
      sampleTranscript("b", { file: "b.txt" }),
    ]);
    const said: readonly Said[] = [
      { by: "Ann", relation: REDUCES },
      { by: "Host", relation: REDUCES },
      { by: "Host b", file: "b.txt", relation: REDUCES, polarity: "negated" },
      { by: "Ann", file: "b.txt", relation: ["naps", "CAUSES", "sleep"] },
    ];
    const all = await compare(["Ann", "Host"], said);
    expect(texts(all.agreements)).toHaveLength(1);
    expect(all.speakers[1]?.namesakes).toMatchObject([{ id: PEOPLE["Host b"].id, transcripts: ["b.txt"] }]);
    const [inB, inA] = [
      await compareSpeakers(graph, ["Ann", "Host"], { files: ["b.*"] }),
      await compareSpeakers(graph, ["Ann", "Host"], { files: ["a.txt"] }),
    ];
    expect(inA.agreements).toHaveLength(1);
    expect(inB.speakers.map(({ id }) => id)).toEqual([PEOPLE.Ann.id, PEOPLE["Host b"].id]);
    expect([inB.agreements, inB.disagreements]).toEqual([[], []]);
    await expect(compareSpeakers(graph, ["Ann", "Bob"], { files: ["b.txt"] })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(compareSpeakers(graph, ["Ann", "Host"], { files: ["c.txt"] })).rejects.toThrow(
      "No transcript matches c.txt.",
    );
  });

  it("refuses names of one speaker, and those who do not speak", async () => {
    const said: readonly Said[] = [
      { by: "Ann", relation: REDUCES },
      { by: "Bob", relation: REDUCES },
    ];
    await expect(compare(["Bob", "Dr. Bob"], said)).rejects.toThrow('"Bob" and "Dr. Bob" are one speaker, Bob.');
    await expect(compareSpeakers(graph, ["Ann", "naps"], {})).rejects.toMatchObject({ code: "not-found" });
    await expect(compareSpeakers(graph, ["Ann"], {})).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("takes few store calls, however much the speakers say, and reads all that they say", async () => {
    const said = Array.from({ length: 150 }, (_, index): Said[] => [
      { by: "Ann", relation: REDUCES, file: `${index}.txt` },
      { by: "Bob", relation: REDUCES, file: `${index}.txt` },
    ]).flat();
    const { agreements, shared } = await compare(["Ann", "Bob"], said);
    expect(agreements[0]?.viewpoints.map(({ count }) => count)).toEqual([150, 150]);
    expect(shared[0]?.by.map(({ mentions }) => mentions)).toEqual([150, 150]);
    expect(calls).toBeLessThanOrEqual(12);
  });
});
