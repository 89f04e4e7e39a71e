import { describe, expect, it } from "vitest";
import { groundSentence } from "./sentence-grounding.ts";

const isGrounded = (sentence: string, words: string, speaker = "Ada"): boolean =>
  groundSentence(sentence, [{ turns: [{ speaker, text: words }], statements: [], isNegated: false }], { names: [] }) !==
  null;

describe("a negation", () => {
  it.each([
    ["Coffee helps focus.", "Coffee does not help focus."],
    ["Coffee helps focus.", "I doubt it, coffee won't help my focus."],
    ["Coffee does not help focus.", "I don't know, coffee helps focus."],
    ["Ada wants a yellow remote.", "I never wanted a yellow remote."],
    [
      "Ada did not find the pen distracting, despite its weight and form.",
      "The pen is distracting, its weight, its form.",
    ],
    ["People buy a new lamp because it looks nice.", "They're not just going to buy a new lamp 'cause it looks nice."],
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

describe("a first name at the beginning", () => {
  const words = "He stole the money from the project, and then the council lost the money that they gave.";

  it.each([
    "Zelda stole the money from the project.",
    "Rhys stole the money from the project.",
    "Mark stole the money from the project.",
    "Will stole the money from the project.",
    "Zelda's council lost the money.",
    "The council lost the money. Rhys stole the money from the project.",
    "NASA stole the money from the project.",
    "Grant cut the money of the project.",
  ])("must be said: %s", (sentence) => {
    expect(isGrounded(sentence, words)).toBe(false);
  });

  it.each([
    ["Mark pays the nurses in cash.", "We pay the nurses in cash."],
    ["Frank buys the coffee.", "They buy the coffee."],
    ["Sue, the nurse, runs the course.", "The nurse runs the course."],
    ["Mark often pays the nurses.", "We often pay the nurses."],
    ["Mark holds that coffee helps.", "Coffee helps."],
  ])("must be said before any form of a verb: %s", (sentence, said) => {
    expect(isGrounded(sentence, said)).toBe(false);
  });

  it.each([
    ["Rich countries pay the nurses.", "The countries that are rich pay the nurses."],
    ["Frank answers need time.", "Answers that are frank need time."],
    ["Nurses often pay the coffee.", "We often pay the coffee of the nurses."],
  ])("may be a word of English before a plural: %s", (sentence, said) => {
    expect(isGrounded(sentence, said)).toBe(true);
  });

  it.each([
    "Ada stole the money from the project.",
    "Reportedly the council lost the money.",
    "Organisations stole the money from the project.",
    "Researchers stole the money from the project.",
    "Earlier the council lost the money.",
    "Young people stole the money from the project.",
    "Losing the money hit the council.",
  ])("may be a word of English, or the speaker: %s", (sentence) => {
    expect(isGrounded(sentence, words)).toBe(true);
  });

  it("may be what a we stands for, if the conversation says it", () => {
    const piece = {
      turns: [{ speaker: "Ada", text: "We have been promised that we will not lose a penny." }],
      statements: [],
      isNegated: false,
    };
    const elsewhere = ["What about the students who come to Wales?"];
    const sentence = "Wales was promised that it would not lose a penny.";
    expect(groundSentence(sentence, [piece], { names: [] })).toBeNull();
    expect(groundSentence(sentence, [{ ...piece, elsewhere }], { names: [] })).toEqual([0]);
  });

  it("is not looked for in another language", () => {
    const german = "Die Lampe kostet drei Euro, und der Rat hat das Geld für die Lampe verloren.";
    expect(isGrounded("Außerdem kostet die Lampe drei Euro.", german)).toBe(true);
    expect(isGrounded("Demnach kostet die Lampe drei Euro.", german)).toBe(true);
  });
});

describe("a number", () => {
  it.each([
    ["Fifty percent lose their remote.", "Sixty percent lose their remote."],
    ["The lamp has two buttons.", "The lamp has three buttons."],
    ["The average is 1.8.", "The average is one point six."],
    ["The meeting started at 12:30.", "The meeting started at twelve thirteen."],
  ])("must be said: %s / %s", (sentence, words) => {
    expect(isGrounded(sentence, words)).toBe(false);
  });

  it.each([
    ["50% lose their remote.", "Fifty percent lose their remote."],
    ["The average is 1.8.", "The average is one point s eight."],
    ["The price is 12.50 Euros.", "The price is twelve fifty Euros."],
    ["The meeting started at 12:13.", "The meeting started at twelve thirteen."],
    ["One lamp costs more.", "This lamp costs more."],
  ])("may be written in another form: %s / %s", (sentence, words) => {
    expect(isGrounded(sentence, words)).toBe(true);
  });
});

it("A comparison is not turned round", () => {
  const words = "I think that it is easier to do with capital than it is with revenue.";
  expect(isGrounded("It is easier with capital than with revenue.", words)).toBe(true);
  expect(isGrounded("It is easier with revenue than with capital.", words)).toBe(false);
});

describe("a name", () => {
  it("at the beginning must be said if it has two words, or is a label of somebody else", () => {
    expect(isGrounded("Cardiff University has been rebuilt.", "Swansea University has been rebuilt.")).toBe(false);
    const pieces = [
      { turns: [{ speaker: "Ada", text: "I put my keys in the fridge." }], statements: [], isNegated: false },
    ];
    const others = ["Ada", "Marketing"];
    expect(groundSentence("Marketing put the keys in the fridge.", pieces, { names: [], others })).toBeNull();
    expect(groundSentence("Ada put the keys in the fridge.", pieces, { names: [], others })).toEqual([0]);
  });

  it("may come from the words around a piece, other than its numbers", () => {
    const piece = {
      turns: [{ speaker: "Ada", text: "These colleges have some staff." }],
      statements: [],
      isNegated: false,
    };
    const around = ["In 2020 we saw the FE colleges."];
    expect(groundSentence("The FE colleges have some staff.", [piece], { names: [] })).toBeNull();
    expect(groundSentence("The FE colleges have some staff.", [{ ...piece, around }], { names: [] })).toEqual([0]);
    expect(groundSentence("In 2020 the colleges have some staff.", [{ ...piece, around }], { names: [] })).toBeNull();
  });
});

describe("a part of a sentence", () => {
  it("has some of its evidence", () => {
    const words = "Late caffeine reduces deep sleep in most people.";
    expect(isGrounded("Late caffeine reduces deep sleep, and everybody must send money quickly.", words)).toBe(false);
    expect(isGrounded("Late caffeine reduces deep sleep, which most people notice.", words)).toBe(true);
  });
});
