import { describe, expect, it } from "vitest";
import { groundSentence } from "./sentence-grounding.ts";

const isGrounded = (sentence: string, words: string, speaker = "Ada"): boolean =>
  groundSentence(sentence, [{ turns: [{ speaker, text: words }], statements: [], isNegated: false }], []) !== null;

describe("a negation", () => {
  it.each([
    ["Coffee helps focus.", "Coffee does not help focus."],
    ["Coffee helps focus.", "I doubt it, coffee won't help my focus."],
    ["Coffee does not help focus.", "I don't know, coffee helps focus."],
    ["Ada wants a yellow remote.", "I never wanted a yellow remote."],
  ])("is neither lost nor added: %s / %s", (sentence, words) => {
    expect(isGrounded(sentence, words)).toBe(false);
  });

  it.each([
    ["Coffee does not help focus.", "Coffee does not help focus."],
    ["Teletext was not considered.", "We did not consider teletext."],
    ["Ada opposes a yellow remote.", "I do not want a yellow remote."],
    ["Ada wants a small green lamp.", "I don't want a big lamp, just a small green one."],
    ["Sleep repairs the body and memory.", "Sleep repairs not only the body but memory."],
    ["The remote has to be yellow.", "No, it has to be a yellow remote."],
    ["The remote has to be yellow.", "No I think that the remote has to be yellow."],
  ])("may be said in another form, or belong to something else: %s / %s", (sentence, words) => {
    expect(isGrounded(sentence, words)).toBe(true);
  });
});

describe("the beginning of a sentence", () => {
  it("names nobody who does not say the words", () => {
    expect(isGrounded("Zelda thinks that sleep repairs memory.", "Sleep repairs memory.")).toBe(false);
    expect(isGrounded("Ada thinks that sleep repairs memory.", "Sleep repairs memory.")).toBe(true);
    expect(isGrounded("People say that sleep repairs memory.", "Sleep repairs memory.")).toBe(true);
  });
});

describe("a part of a sentence", () => {
  it("has some of its evidence", () => {
    const words = "Late caffeine reduces deep sleep in most people.";
    expect(isGrounded("Late caffeine reduces deep sleep, and everybody must send money quickly.", words)).toBe(false);
    expect(isGrounded("Late caffeine reduces deep sleep, which most people notice.", words)).toBe(true);
  });
});
