import { describe, expect, it } from "vitest";
import { excerptOf } from "./excerpt.ts";

const words = (count: number, word: string): string => Array.from({ length: count }, () => word).join(" ");
const hit = (before: string, match: string, after: string) => ({
  text: before + match + after,
  startOffset: 1_000,
  match: { startOffset: 1_000 + before.length, endOffset: 1_000 + before.length + match.length },
});

describe("the excerpt of a hit", () => {
  it("is the whole chunk if little stands around the match", () => {
    expect(excerptOf(hit("Ann: ", "It rains.", " Yes."), false)).toEqual({
      before: "Ann: ",
      match: "It rains.",
      after: " Yes.",
      isPart: false,
    });
  });

  it("is cut at the borders of words, and says so", () => {
    const { before, match, after, isPart } = excerptOf(
      hit(`${words(60, "early")} `, "It rains.", ` ${words(60, "later")}`),
      false,
    );
    expect(match).toBe("It rains.");
    expect(before).toMatch(/^…(early )+$/);
    expect(after).toMatch(/^( later)+…$/);
    expect(isPart).toBe(true);
    expect(before.length + after.length).toBeLessThan(300);
  });

  it("can be opened to the whole chunk", () => {
    const long = hit(`${words(60, "early")} `, "It rains.", ` ${words(60, "later")}`);
    const { before, match, after } = excerptOf(long, true);
    expect(before + match + after).toBe(long.text);
  });

  it("keeps within the text if the match does not", () => {
    const { before, match, after } = excerptOf(
      { text: "It rains.", startOffset: 5, match: { startOffset: 0, endOffset: 99 } },
      false,
    );
    expect([before, match, after]).toEqual(["", "It rains.", ""]);
  });
});
