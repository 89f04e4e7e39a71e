import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TurnView } from "../model/index.ts";
import { groundSpan } from "./index.ts";

const view = (...texts: string[]): TurnView[] => texts.map((text) => ({ speaker: null, text }));

function grounded(turns: readonly TurnView[], words: string): string | null {
  const span = groundSpan(turns, words);
  return span === null ? null : (turns[span.turn]?.text.slice(span.start, span.end) ?? null);
}

describe("groundSpan", () => {
  it("finds words with their offsets in the turn", () => {
    expect(groundSpan(view("Hello there.", "We sleep badly under stress."), "sleep badly")).toEqual({
      turn: 1,
      start: 3,
      end: 14,
    });
  });

  it.each([
    ["case", "Stress Hurts Sleep", "stress hurts sleep"],
    ["spacing and line breaks", "stress  hurts\nsleep", "stress hurts sleep"],
    ["curly quotes", "he said “stress” isn’t good", `he said "stress" isn't good`],
    ["a tokenised apostrophe", "we do n't sleep", "we don't sleep"],
    ["missing punctuation", "stress, they say, hurts", "stress they say hurts"],
    ["dashes", "long-term stress", "long – term stress"],
    ["a time amid the words", "we sleep [12:25] badly", "we sleep badly"],
    ["an escaped time amid the words", "we sleep. \\[00:12:25.04\\] Badly", "we sleep badly"],
    ["another time amid the words", "we sleep [12:25] badly", "we sleep [00:12:25] badly"],
    ["composed and decomposed accents", "the old cafe\u0301", "the old café"],
  ])("ignores %s", (_, text, words) => {
    expect(grounded(view(text), words)).toBe(text);
  });

  it("includes the marks around the words if the given words have marks", () => {
    expect(grounded(view("He said: “part of the job”. Then"), '"Part of the job."')).toBe("“part of the job”.");
    expect(grounded(view("He said: “part of the job”. Then"), "Part of the job")).toBe("part of the job");
  });

  it("does not ignore other numbers in brackets", () => {
    expect(grounded(view("we sleep [12] badly"), "we sleep badly")).toBeNull();
    expect(grounded(view("at [12:25] sharp"), "[12:25]")).toBe("[12:25]");
  });

  it("does not cut a word in a tolerant match", () => {
    expect(groundSpan(view("The Startling art"), "ART")).toEqual({ turn: 0, start: 14, end: 17 });
    expect(groundSpan(view("Startling"), "ART")).toBeNull();
  });

  it("prefers whole words to a part of one", () => {
    expect(groundSpan(view("smart art"), "art")).toEqual({ turn: 0, start: 6, end: 9 });
  });

  it("finds words within text in a script without spaces", () => {
    expect(grounded(view("私は東京に住んでいます。"), "東京")).toBe("東京");
  });

  it.each(["", "  ", "...", "—", "\u0000"])("rejects %j, which has no words", (words) => {
    expect(groundSpan(view("a ... — b"), words)).toBeNull();
  });

  it("rejects words that were not said, or that cross two turns", () => {
    expect(groundSpan(view("we sleep", "badly"), "sleep badly")).toBeNull();
    expect(groundSpan(view("we sleep"), "they sleep")).toBeNull();
  });

  it("finds every slice of a turn that has a letter, verbatim", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (texts, which, from, length) => {
          const turns = view(...texts);
          const text = texts[which % texts.length] ?? "";
          const start = from % (text.length + 1);
          const slice = text.slice(start, start + 1 + (length % 20)).trim();
          fc.pre(/[\p{L}\p{N}]/u.test(slice));
          expect(grounded(turns, slice)).toBe(slice);
        },
      ),
    );
  });

  it.each([
    ["It's a Q&A.", "It&#39;s a Q&amp;A.", "It's a Q&A."],
    ["It&#39;s a Q&amp;A.", "It's a Q&A.", "It&#39;s a Q&amp;A."],
    ["He said &quot;never again&quot;, and left.", '"never again"', "&quot;never again&quot;,"],
    ["Caf&eacute; culture", "café", "Caf&eacute;"],
    ["Salt &amp; pepper", "salt", "Salt"],
  ])("reads a character reference as its character: in %j, %j is %j", (text, words, found) => {
    expect(grounded(view(text), words)).toBe(found);
  });

  it("finds words with changed case, spacing and punctuation", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.array(word, { maxLength: 4 }), (words, others) => {
        const said = [...others, ...words, ...others].join(" ");
        const claimed = words.join(" ,  ").toUpperCase();
        expect(grounded(view(said), claimed)?.replace(/\s/g, "")).toBe(words.join(""));
      }),
    );
  });

  it("returns a span inside a turn, or null, for any words", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 40 })),
        fc.string({ unit: "binary", maxLength: 12 }),
        (texts, words) => {
          const span = groundSpan(view(...texts), words);
          if (span === null) return;
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(texts[span.turn]?.length ?? -1);
        },
      ),
    );
  });
});
