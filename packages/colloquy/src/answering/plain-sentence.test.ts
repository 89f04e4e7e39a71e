import { expect, it } from "vitest";
import { foreignAddresses, plainSentence } from "./plain-sentence.ts";

it.each([
  ["An image ![x](http://a.example/x) is removed.", "An image is removed."],
  ["So is one ![x`](y)` that other marks hide.", "So is one that other marks hide."],
  ["A link [here](http://a.example) keeps its words.", "A link here keeps its words."],
  ["*Marks* of `Markdown` <b>go</b>.", "Marks of Markdown go."],
])("%j becomes %j", (written, plain) => {
  expect(plainSentence(written)).toBe(plain);
});

it.each([
  ["See https://a.example/x now.", ["visit a.example"], ["https://a.example/x"]],
  ["See //пример.рф/x now.", [], ["//пример.рф/x"]],
  ["See example.com now.", ["we own notexample.com.au"], ["example.com"]],
  ["See Example.com now.", ["go to example.com, please"], []],
  ["It costs 1.5 percent, e.g. more.", [], []],
])("the addresses of %j that %j do not have are %j", (text, words, expected) => {
  expect(foreignAddresses(text, words)).toEqual(expected);
});
