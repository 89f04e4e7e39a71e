import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TurnView } from "../model/index.ts";
import { cutPassages, type ViewPosition } from "./index.ts";

const NOTE = /\{[a-z][a-z _-]{0,30}\}/giu;
const LONGEST = 240;

const speaker = fc.constantFrom(null, "Ann", "Project Manager");
const words = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        "so",
        "it works.",
        "3.14",
        "why?!",
        "{vocalsound}",
        "Well…",
        "“Yes.”",
        "\n",
        "wait",
        "x".repeat(300),
      ),
      { maxLength: 120 },
    )
    .map((each) => each.join(" ")),
  fc
    .array(fc.constantFrom("今天", "会议", "。", "好！", "預算", "😀", " "), { maxLength: 300 })
    .map((each) => each.join("")),
  fc.string({ unit: "binary", maxLength: 700 }),
);
const view: fc.Arbitrary<readonly TurnView[]> = fc.array(fc.record({ speaker, text: words }), {
  minLength: 1,
  maxLength: 8,
});

const compare = (one: ViewPosition, other: ViewPosition): number =>
  one.turn - other.turn || one.character - other.character;
const plain = (text: string): string => text.replace(NOTE, " ").replace(/\s+/gu, "");

/** The text of a view between two positions. */
function textBetween(turns: readonly TurnView[], start: ViewPosition, end: ViewPosition): string {
  return turns
    .map(({ text }, turn) => {
      const from = turn < start.turn ? text.length : turn === start.turn ? start.character : 0;
      const to = turn > end.turn ? 0 : turn === end.turn ? end.character : text.length;
      return text.slice(from, Math.max(from, to));
    })
    .join(" ");
}

const said = (text: string, label: string | null = "Ann"): TurnView => ({ speaker: label, text });
const textsOf = (turns: readonly TurnView[]): readonly string[] => cutPassages(turns).map(({ text }) => text);

describe("cutting a chunk into passages", () => {
  it("covers all words once, in order, in passages of bounded size", () => {
    fc.assert(
      fc.property(view, (turns) => {
        const passages = cutPassages(turns);
        expect(passages.length).toBeGreaterThan(0);
        for (const [index, { start, end }] of passages.entries()) {
          expect(compare(start, end)).toBeLessThanOrEqual(0);
          if (index > 0) expect(compare(passages[index - 1]?.end ?? end, start)).toBeLessThanOrEqual(0);
        }
        const all = plain(turns.map(({ text }) => text).join(" "));
        expect(passages.map(({ start, end }) => plain(textBetween(turns, start, end))).join("")).toBe(all);
        if (all === "") return;
        expect(passages.map(({ text }) => plain(text.replace(/^(?:Ann|Project Manager): /gmu, ""))).join("")).toBe(all);
        for (const { text } of passages) {
          const spoken = text.replace(/^(?:Ann|Project Manager): /gmu, "").replace(/\n/gu, "");
          expect(spoken.length).toBeLessThanOrEqual(LONGEST);
          expect(spoken).not.toBe("");
        }
      }),
    );
  });

  it("never divides a surrogate pair", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (before, after) => {
        const text = "a".repeat(before) + "😀".repeat(300) + "b".repeat(after);
        for (const passage of cutPassages([said(text)])) expect(passage.text.isWellFormed()).toBe(true);
      }),
    );
  });

  it("returns the same passages again for their number, and never more than the most", () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 1, max: 20 }), (turns, most) => {
        const passages = cutPassages(turns, most);
        expect(passages.length).toBe(Math.min(most, cutPassages(turns).length));
        expect(cutPassages(turns, passages.length)).toEqual(passages);
        expect(passages[0]?.start).toEqual(cutPassages(turns)[0]?.start);
        expect(passages.at(-1)?.end).toEqual(cutPassages(turns).at(-1)?.end);
      }),
    );
  });

  it("joins short turns, with a label where the speaker changes", () => {
    const turns = [said("Shall we start?"), said("Yes."), said("I am ready.", "Ben"), said("Ok.", null)];
    expect(textsOf(turns)).toEqual(["Ann: Shall we start?\nYes.\nBen: I am ready.\nOk."]);
  });

  it("divides a long turn at its sentences, each part with the label", () => {
    const sentence = `The budget for the next quarter is 3.14 million dollars, as we ${"really ".repeat(5)}said.`;
    expect(textsOf([said(`${sentence} ${sentence} No. ${sentence}`)])).toEqual([
      `Ann: ${sentence}`,
      `Ann: ${sentence} No.`,
      `Ann: ${sentence}`,
    ]);
  });

  it("divides words without punctuation at spaces, as automatic captions have them", () => {
    const spoken = Array.from({ length: 200 }, (_, index) => `word${index}`);
    const texts = textsOf([said(spoken.join(" "), null)]);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.join(" ").split(" ")).toEqual(spoken);
  });

  it("divides Chinese at its full stops, which no space follows", () => {
    const sentence = `${"我们今天讨论预算".repeat(10)}。`;
    expect(textsOf([said(sentence.repeat(3), null)])).toEqual([sentence, sentence, sentence]);
  });

  it("leaves notes out, and keeps them if a chunk has nothing else", () => {
    expect(textsOf([said("{vocalsound}"), said("So {disfmarker} the  price", "Ben")])).toEqual(["Ben: So the price"]);
    expect(textsOf([said("{vocalsound}"), said(" {gap}", null)])).toEqual(["Ann: {vocalsound}\n{gap}"]);
  });

  it("takes linear time for any text", () => {
    for (const unit of [".", "a", " ", "{", '."', "a.", "{a", ". ", "?”", "。", "\n"]) {
      const turns = [said(`${unit.repeat(300_000)}x`)];
      expect(plain(textsOf(turns).join("")).endsWith("x")).toBe(true);
    }
  });
});
