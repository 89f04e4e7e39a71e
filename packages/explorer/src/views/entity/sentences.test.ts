import type { Occurrence } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { evidence } from "../../testing/claims.ts";
import { sentencesByFile } from "./sentences.ts";

/** An occurrence of the n-th of some words in a sentence. */
function occurrence(
  text: string,
  words: string,
  {
    nth = 0,
    startOffset = 100,
    found = false,
    ...some
  }: Partial<Occurrence["evidence"]> & { nth?: number; found?: boolean } = {},
): Occurrence {
  const at = startOffset + [...text.matchAll(new RegExp(words, "g"))][nth]!.index;
  return {
    evidence: evidence({ ...some, text: words, startOffset: at, endOffset: at + words.length }),
    sentence: { text, startOffset, endOffset: startOffset + text.length },
    ...(found ? { found } : {}),
  };
}

const marked = (of: readonly Occurrence[]) =>
  sentencesByFile(of).map(({ sentences }) =>
    sentences.map(({ parts }) => parts.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join("")),
  );

describe("sentences that mention an entity", () => {
  it("are marked at the words", () => {
    expect(marked([occurrence("Good sleep starts at breakfast.", "sleep")])).toEqual([
      ["Good [sleep] starts at breakfast."],
    ]);
  });

  it("are shown once if they mention it twice", () => {
    const text = "Worry about sleep ruins sleep.";
    expect(marked([occurrence(text, "sleep"), occurrence(text, "sleep", { nth: 1 })])).toEqual([
      ["Worry about [sleep] ruins [sleep]."],
    ]);
  });

  it("are shown twice if the same words are said twice", () => {
    const text = "Sleep well.";
    const twice = [occurrence(text, "Sleep"), occurrence(text, "Sleep", { startOffset: 500 })];
    expect(marked(twice)).toEqual([["[Sleep] well.", "[Sleep] well."]]);
  });

  it("are grouped by file, and are found afterwards only if all of their words are", () => {
    const [first, second] = sentencesByFile([
      occurrence("Only sleep helps.", "sleep", { found: true }),
      occurrence("Sleep or sleep.", "sleep", { file: "b.txt", found: true }),
      occurrence("Sleep or sleep.", "Sleep", { file: "b.txt" }),
    ]);
    expect([first?.file, second?.file]).toEqual(["a.txt", "b.txt"]);
    expect(first?.sentences.map(({ isFound }) => isFound)).toEqual([true]);
    expect(second?.sentences.map(({ isFound }) => isFound)).toEqual([false]);
    expect(second?.sentences[0]?.parts[0]).toEqual({ text: "Sleep", isMarked: true });
  });

  it("keep words unmarked that are not in the sentence", () => {
    const outside = { ...occurrence("Sleep well.", "Sleep"), evidence: evidence({ startOffset: 0, endOffset: 5 }) };
    expect(marked([outside])).toEqual([["Sleep well."]]);
  });

  it("have labels of turns apart, because nobody says these", () => {
    const label = occurrence("Dr. Ann Lee", "Dr. Ann Lee", { speaker: "Dr. Ann Lee" });
    const said = occurrence("Ann Lee", "Ann Lee", { speaker: "Ben", startOffset: 900 });
    const [file] = sentencesByFile([label, said]);
    expect(file?.labels).toEqual([label.evidence]);
    expect(file?.sentences).toHaveLength(1);
  });
});
