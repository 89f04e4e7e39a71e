import { describe, expect, it } from "vitest";
import { reasonWords, ruleWords } from "./names.ts";

describe("reasons why names are one, in words", () => {
  it("say the rule", () => {
    expect(reasonWords({ rule: "acronym", line: null })).toBe("an acronym, and what it stands for");
    expect(ruleWords("plural")).toBe("singular and plural");
  });

  it("say that a person decided, and where it is written", () => {
    expect(reasonWords({ rule: "user", line: 3 })).toBe("decided by a person, in line 3 of aliases.yaml");
    expect(reasonWords({ rule: "user", line: null })).toBe("decided by a person, in aliases.yaml");
  });

  it("say what a model concluded", () => {
    expect(reasonWords({ verdict: "different", judge: "gpt", line: null })).toBe(
      "gpt compared their words: they mean different things",
    );
  });

  it("keep rules and verdicts of later versions as they are", () => {
    expect(ruleWords("dialect")).toBe("dialect");
    expect(reasonWords({ verdict: "opposite", line: null })).toBe("a model compared their words: opposite");
  });
});
