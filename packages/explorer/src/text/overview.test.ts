import { expect, it } from "vitest";
import { overview } from "./overview.ts";

it("says in plain words who found the facts", () => {
  expect(overview.foundBy(["rules-en@3"])).toBe("Facts were found by built-in rules, without a language model.");
  expect(overview.foundBy(["gpt-5-mini prompt-4 ontology-1a2b", "gpt-5-mini prompt-3 ontology-1a2b"])).toBe(
    "Facts were found by gpt-5-mini.",
  );
});
