import { describe, expect, it } from "vitest";
import { entryWords } from "./corrections.ts";

describe("entries of the aliases file, in words", () => {
  it.each([
    ["same", ["tea", "green tea"], "“tea”, “green tea” are one"],
    ["different", ["Ann", "Anne"], "“Ann”, “Anne” are kept apart"],
    ["hide", ["um"], "“um” is hidden"],
    ["rename", ["night work", "work at night"], "“night work” is shown as “work at night”"],
    ["type", ["tea", "Drink"], "type: “tea”, “Drink”"],
  ])("%s", (list, names, words) => {
    expect(entryWords({ list, names })).toBe(words);
  });
});
