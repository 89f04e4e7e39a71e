import { describe, expect, it } from "vitest";
import { reasonWords, ruleWords } from "./names.ts";

describe("reasons why names are one, in words", () => {
  it("say the rule", () => {
    expect(reasonWords({ rule: "acronym" })).toBe("an acronym, and what it stands for");
    expect(ruleWords("plural")).toBe("singular and plural");
  });

  it("say that a person decided, or what a model concluded", () => {
    expect(reasonWords({ rule: "user" })).toBe("decided by a person, in aliases.yaml");
    expect(reasonWords({ verdict: "different" })).toBe("a model compared their words: they mean different things");
  });

  it("keep rules and verdicts of later versions as they are", () => {
    expect(ruleWords("dialect")).toBe("dialect");
    expect(reasonWords({ verdict: "opposite" })).toBe("a model compared their words: opposite");
  });
});
