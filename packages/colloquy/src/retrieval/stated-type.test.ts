import { describe, expect, it } from "vitest";
import type { AskedType } from "./asked-type.ts";
import { typeTest } from "./stated-type.ts";

const STATED: readonly (readonly [type: AskedType, text: string])[] = [
  ["number", "about 1,500 of them"],
  ["number", "Twenty five, I think."],
  ["money", "it was £4.50"],
  ["money", "twelve Euro fifty"],
  ["money", "something like 50p"],
  ["share", "10 per cent of them"],
  ["share", "the majority said so"],
  ["duration", "over approximately six years"],
  ["duration", "a few more weeks"],
  ["time", "we start in February"],
  ["time", "next week"],
  ["time", "it was 2011"],
  ["time", "some time in May"],
  ["measure", "two hundred grams"],
  ["measure", "12 cm wide"],
  ["name", "that was Acme who did it"],
];

const NOT_STATED: readonly (readonly [type: AskedType, text: string])[] = [
  ["number", "a lot of them"],
  ["money", "it was expensive, two of them were"],
  ["share", "two of them"],
  ["duration", "two of them"],
  ["time", "we may start any time"],
  ["measure", "two of them are heavy"],
  ["name", "that was the factory. They did it."],
  ["name", "that was the Remote that I meant"],
];

const QUESTION = "What is the name of the factory of the Remote?";

describe("English words", () => {
  it.each(STATED)("state a %s: %s", (type, text) => {
    expect(typeTest(type, QUESTION)(text)).toBe(true);
  });

  it.each(NOT_STATED)("state no %s: %s", (type, text) => {
    expect(typeTest(type, QUESTION)(text)).toBe(false);
  });
});
