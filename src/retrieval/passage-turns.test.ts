import { describe, expect, it } from "vitest";
import { type Passage, passageTurns } from "./passage-turns.ts";

function passage(text: string, ...speakers: string[]): Passage {
  return {
    kind: "vector",
    id: "c",
    transcript: "t",
    file: "f",
    ordinal: 0,
    speakers,
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: text.length,
    text,
    profile: "p",
  };
}

const said = (text: string, ...speakers: string[]): (readonly [string | null, string])[] =>
  passageTurns(passage(text, ...speakers))
    .map((turn) => [turn.speaker, turn.text.trim()] as const)
    .filter(([, words]) => words !== "");

describe("passageTurns, where the store keeps no turns", () => {
  it.each([
    ["plain labels", "Ada: Hello.\nBo: Hi."],
    ["time stamps before labels", "[00:01:02] Ada: Hello.\n[00:01:04] Bo: Hi."],
    ["bold labels", "**Ada:** Hello.\n**Bo:** Hi."],
    ["voice tags", "<v Ada>Hello.\n<v.loud Bo>Hi."],
    ["labels on their own lines", "Ada  00:01:02\r\nHello.\r\n\r\nBo  00:01:04\r\nHi."],
  ])("reads %s", (_, text) => {
    const turns = said(text, "Ada", "Bo").filter(([, words]) => /[a-z]/i.test(words));
    expect(turns.map(([speaker, words]) => [speaker, words.replace(/^\*+\s*/, "")])).toEqual([
      ["Ada", "Hello."],
      ["Bo", "Hi."],
    ]);
  });

  it("takes no name within the words for a label", () => {
    expect(said("Ada: Bo said so.\nBo and I: agreed.\nAdamant: no.", "Ada", "Bo").map(([speaker]) => speaker)).toEqual([
      "Ada",
      "Ada",
      "Ada",
    ]);
  });

  it("gives lines before the first label to the only speaker, else to nobody", () => {
    expect(said("and so on.", "Ada")).toEqual([["Ada", "and so on."]]);
    expect(said("and so on.\nBo: Yes.", "Ada", "Bo")).toEqual([
      [null, "and so on."],
      ["Bo", "Yes."],
    ]);
  });
});
