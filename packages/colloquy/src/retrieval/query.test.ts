import { expect, it } from "vitest";
import { readQuery } from "./query.ts";

it.each([
  ["Summarize the discussion about budget control", "subject"],
  ["What did the professor think about silence detection?", "subject"],
  ["Who warned against reassuring everybody?", "fact"],
  ["How many Euros does it cost?", "fact"],
  ["At what price can it be sold?", "fact"],
  ["What was decided on the microphones?", "open"],
  ["remote control", "open"],
  ["Was wurde beschlossen?", "open"],
])("reads %s as a query for: %s", (words, kind) => {
  expect(readQuery(words).kind).toBe(kind);
});
