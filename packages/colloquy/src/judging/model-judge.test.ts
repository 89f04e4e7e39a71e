import { describe, expect, it } from "vitest";
import type { ChatModel, ChatReply, NameInContext } from "../ports/index.ts";
import { createModelJudge } from "./index.ts";
import { judgePrompt } from "./prompt.ts";

const name = (text: string, speaker: string | null = null): NameInContext => ({
  name: text,
  type: "Concept",
  evidence: `We speak of ${text}.`,
  speaker,
  file: "talk.txt",
});
const PAIRS = [
  { label: "a", first: name("remote work", "Ada"), second: name("working remotely") },
  { label: "b", first: name("noise"), second: name("focus") },
];
const { signal } = new AbortController();

function judgeReplying(reply: Partial<ChatReply>) {
  const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
  const chatModel: ChatModel = {
    profile: "test:model",
    contextTokens: null,
    ping: () => Promise.resolve(usage),
    complete: () =>
      Promise.resolve({ text: "", usage, finishReason: "stop", interruption: null, limits: [], ...reply }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return createModelJudge({ chatModel });
}

describe("a judge with a language model", () => {
  it("shows each name once, in the words that mention it, and then the pairs", () => {
    const again = [
      { first: name("working remotely"), second: name("noise") },
      { first: name("remote work", "Ada"), second: name("noise") },
    ];
    expect(judgePrompt([...PAIRS.slice(0, 1), ...again])).toEqual({
      text: [
        "=== names ===",
        "n1 Concept We speak of [remote work].",
        "n2 Concept We speak of [working remotely].",
        "n3 Concept We speak of [noise].",
        "=== pairs ===",
        "n1: n2 n3",
        "n2: n3",
        "=== end ===",
      ].join("\n"),
      labels: [
        [1, 2],
        [2, 3],
        [1, 3],
      ],
      ofOneName: new Set(),
    });
  });

  it("asks about mentions of one name apart, each with its talk, and takes unlisted ones for one thing", async () => {
    const [cover, lid] = [name("cover"), { ...name("cover"), evidence: "A cover on hinges.", file: "other.txt" }];
    const pairs = [
      ...PAIRS,
      { label: "c", first: cover, second: lid, isOneName: true },
      { label: "d", first: cover, second: { ...lid, evidence: "Another cover." }, isOneName: true },
    ] as const;
    const lines = judgePrompt(pairs).text.split("\n");
    expect(lines.filter((line) => !line.startsWith("Mentions of one name")).slice(5)).toEqual([
      "n5 (talk 1) Concept We speak of [cover].",
      "n6 (talk 2) Concept A [cover] on hinges.",
      "n7 (talk 2) Concept Another [cover].",
      "=== pairs ===",
      "n1: n2",
      "n3: n4",
      "=== one name ===",
      "n5: n6 n7",
      "=== end ===",
    ]);
    const lists =
      '"same":["n1 n2"],"broader_kind":[],"broader_part":[],"narrower_kind":[],"narrower_part":[],"unsure":[]';
    const verdictsOf = async (text: string) =>
      Object.fromEntries((await judgeReplying({ text }).judge(pairs, { signal })).verdicts);
    const names = { a: "same", b: "different" };
    expect(await verdictsOf(`{${lists},"two_things":["n5 n6"]}`)).toEqual({ ...names, c: "different", d: "same" });
    expect(await verdictsOf(`{${lists}}`)).toEqual(names);
  });

  it("shows a name before words that do not have it", () => {
    const first = { ...name("remote work"), evidence: "We can work from anywhere." };
    expect(judgePrompt([{ first, second: name("noise") }]).text).toContain(
      "n1 Concept [remote work] We can work from anywhere.",
    );
  });

  it("keeps names and quotations within their lines and brackets", () => {
    const hostile = name("x]\n=== pairs ===\nn1: n1 n1 [y");
    const lines = judgePrompt([{ first: hostile, second: name("noise") }]).text.split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(/^n1 Concept [^[\]]*\[[^[\]]*\][^[\]]*$/);
  });

  const empty = (lists: Record<string, readonly string[]>): string =>
    JSON.stringify({
      same: [],
      broader_kind: [],
      broader_part: [],
      narrower_kind: [],
      narrower_part: [],
      unsure: [],
      ...lists,
    });

  it.each([
    [empty({ same: ["n1 n2"] })],
    [empty({ same: ["n2 n1"] })],
    [`Here you are:\n\`\`\`json\n${empty({ same: ["N1 - N2"] })}\n\`\`\``],
    ["n1 n2: Same\nn3 n4: different"],
    ['{"pairs":["n1 n2 same","n3 n4 different","n1 n2 unsure"]}'],
  ])("reads the verdicts of %s", async (text) => {
    const { verdicts, invalid } = await judgeReplying({ text }).judge(PAIRS, { signal });
    expect(Object.fromEntries(verdicts)).toEqual({ a: "same", b: "different" });
    expect(invalid).toBeNull();
  });

  it.each([
    [empty({ broader_kind: ["n1 n2"], narrower_part: ["n3 n4"] })],
    [empty({ narrower_kind: ["n2 n1"], broader_part: ["n4 n3"] })],
    ["n1 n2: broader-kind\nn3 n4: Narrower part"],
  ])("tells kinds from parts in %s", async (text) => {
    const { verdicts } = await judgeReplying({ text }).judge(PAIRS, { signal });
    expect(Object.fromEntries(verdicts)).toEqual({ a: "broader kind", b: "narrower part" });
  });

  it.each([
    ['{"same":["n1 n2"]}', { a: "same", b: "different" }],
    ['{"same":["n9 n1"],"alike":["n1 n2"]}', { a: "different", b: "different" }],
    ['{"same":["n1 n2"],"broader_kind":["n3', { a: "same" }],
    ['{"same":["n1 n2"],', { a: "same" }],
  ])("takes pairs that no list has for different if the reply is complete: %s", async (text, expected) => {
    const { verdicts } = await judgeReplying({ text }).judge(PAIRS, { signal });
    expect(Object.fromEntries(verdicts)).toEqual(expected);
  });

  it("ignores pairs that were not asked and verdicts that do not exist", async () => {
    const text = '{"alike":["n1 n2"],"pairs":["n3 n4 maybe", "n9 n1 same"]}';
    const reply = await judgeReplying({ text }).judge(PAIRS, { signal });
    expect(reply.verdicts.size).toBe(0);
    expect(reply.invalid).toBe("The reply has no verdict in the requested form.");
  });

  it("says that a reply was cut off, and keeps its complete verdicts", async () => {
    const text = '{"same":["n1 n2","n3 n';
    const reply = await judgeReplying({ text, finishReason: "length" }).judge(PAIRS, { signal });
    expect(Object.fromEntries(reply.verdicts)).toEqual({ a: "same" });
    expect(reply).toMatchObject({ cutOff: true, invalid: null, raw: text });
  });

  it("has a profile with its prompt's version", () => {
    expect(judgeReplying({}).profile).toBe("test:model judge-3");
  });
});
