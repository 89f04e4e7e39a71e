import { expect, it } from "vitest";
import { swapsComparison } from "./comparison.ts";

const swaps = (sentence: string, text: string): boolean =>
  swapsComparison(sentence, [text], (word, other) => word.folded === other.folded);

it.each([
  [
    "It is easier with revenue than with capital.",
    "I think it's probably easier to do with capital than it is with revenue.",
  ],
  ["It hits the rest of the UK harder than Wales.", "It hits Wales harder than the rest of the UK, they say."],
  ["Tea has more caffeine than coffee.", "Coffee has more caffeine than tea."],
])("A comparison is swapped: %s / %s", (sentence, text) => {
  expect(swaps(sentence, text)).toBe(true);
});

it.each([
  [
    "It is easier with capital than with revenue.",
    "I think it's probably easier to do with capital than it is with revenue.",
  ],
  [
    "It is harder with revenue than with capital.",
    "I think it's probably easier to do with capital than it is with revenue.",
  ],
  ["Capital is used more.", "It is easier with capital than it is with revenue."],
  ["Rather tea than coffee.", "Rather tea than coffee."],
])("A comparison is not swapped: %s / %s", (sentence, text) => {
  expect(swaps(sentence, text)).toBe(false);
});
