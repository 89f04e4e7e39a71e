import { describe, expect, it } from "vitest";
import type { RelationMention } from "../model/index.ts";
import type { Statement } from "../ports/index.ts";
import { asWithdrawn, confirms, isRisky, statementKey, statementOf } from "./statements.ts";

const STATEMENT: Statement = {
  source: "noise",
  type: "REDUCES",
  target: "deep focus",
  polarity: "stated",
  speaker: "Ada",
  evidence: "noise reduces deep focus",
  before: "",
  after: "",
  antecedents: [],
};

function risk(change: Partial<Statement>, confidence = 0.9): boolean {
  const statement = { ...STATEMENT, ...change };
  return isRisky({ type: statement.type, confidence }, statement);
}

describe("a statement is risky", () => {
  it.each<[string, Partial<Statement>, number?]>([
    ["its extractor infers it", { polarity: "implied" }],
    ["its extractor is unsure", {}, 0.55],
    ["its words need words elsewhere", { antecedents: ["the open office"] }],
    ["its words lack an end", { evidence: "it reduces deep focus" }],
    ["its words name the target first", { evidence: "deep focus suffers from noise" }],
    ["its words negate and it does not", { evidence: "noise does not reduce deep focus" }],
    ["its words negate by a contraction and it does not", { evidence: "noise doesn’t reduce deep focus" }],
    ["it negates and its words do not", { polarity: "negated" }],
  ])("if %s", (_, change, confidence) => {
    expect(risk(change, confidence)).toBe(true);
  });

  it.each<[string, Partial<Statement>]>([
    ["its words name both ends in its order", {}],
    ["the words have other forms of the names", { evidence: "noises reduce our deeply focused work" }],
    ["it negates and its words do", { polarity: "negated", evidence: "noise never reduces deep focus" }],
    ["its source is the speaker", { source: "Ada", evidence: "I want deep focus" }],
    ["its type has no order", { type: "RELATES_TO", evidence: "deep focus and noise" }],
  ])("but not if %s", (_, change) => {
    expect(risk(change)).toBe(false);
  });
});

describe("the second question about a withdrawn statement", () => {
  it("shows what the words say instead, or the statement again", () => {
    expect(asWithdrawn(STATEMENT, "reversed")).toEqual({ ...STATEMENT, source: "deep focus", target: "noise" });
    expect(asWithdrawn(STATEMENT, "negated")).toEqual({ ...STATEMENT, polarity: "negated" });
    expect(asWithdrawn({ ...STATEMENT, polarity: "negated" }, "negated")).toEqual(STATEMENT);
    expect(asWithdrawn(STATEMENT, "not_said")).toEqual(STATEMENT);
  });

  it("confirms the withdrawal if the words say the other statement, or still not the statement", () => {
    expect([confirms("reversed", "supported"), confirms("reversed", "reversed")]).toEqual([true, false]);
    expect([confirms("negated", "supported"), confirms("negated", "not_said")]).toEqual([true, false]);
    expect([confirms("not_said", "supported"), confirms("not_said", "negated")]).toEqual([false, true]);
  });
});

describe("the words of a statement", () => {
  const relation = {
    source: "noise",
    type: "REDUCES",
    target: "focus",
    polarity: "stated",
  } as RelationMention;
  const turn = { index: 0, speaker: "Ada", startMs: null, endMs: null, unitOffset: 0, startOffset: 5 };
  const said = (words: string) => {
    const text = `Ada: ${words}`;
    return { ordinal: 0, startOffset: 0, text, turns: [{ ...turn, endOffset: text.length }], extraction: null };
  };
  const at = (chunk: { readonly text: string }, words: string) => {
    const startOffset = chunk.text.indexOf(words);
    return { startOffset, endOffset: startOffset + words.length };
  };

  it("are the evidence with the words around it in its turn", () => {
    const chunk = said("We talk. Noise reduces focus. So it does.");
    expect(statementOf(relation, [chunk], at(chunk, "Noise reduces focus."), [at(chunk, "it")])).toMatchObject({
      speaker: "Ada",
      before: "We talk. ",
      evidence: "Noise reduces focus.",
      after: " So it does.",
      antecedents: ["it"],
    });
  });

  it("are bounded, without words that are cut off", () => {
    const many = "wordy ".repeat(100);
    const chunk = said(`${many}noise reduces focus ${many}`);
    const { before, after } = statementOf(relation, [chunk], at(chunk, "noise reduces focus"), []);
    expect(before.length).toBeLessThanOrEqual(160);
    expect(after.length).toBeLessThanOrEqual(60);
    expect(new Set(`${before}${after}`.trim().split(/\s+/))).toEqual(new Set(["wordy"]));
  });

  it("make its key, wherever they are", () => {
    const key = (prefix: string, change: Partial<RelationMention> = {}): string => {
      const chunk = said("Noise reduces focus.");
      const moved = { ...chunk, startOffset: 0 };
      return statementKey(
        statementOf({ ...relation, ...change }, [moved], at(moved, `${prefix}Noise reduces focus.`), []),
      );
    };
    expect(key("")).toBe(key(""));
    expect(key("", { polarity: "negated" })).not.toBe(key(""));
    expect(key("", { source: "focus", target: "noise" })).not.toBe(key(""));
  });
});
