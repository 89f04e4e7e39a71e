import fc from "fast-check";
import { expect, it } from "vitest";
import { parseSentences } from "./parse-sentences.ts";

const SENTENCES = [
  { text: "One.", citations: [1] },
  { text: "Two.", citations: [2, 3] },
];

it.each([
  ['{"sentences":[{"text":"One.","evidence":[1]},{"text":"Two.","evidence":[2,3]}]}'],
  ['Here:\n```json\n[{"evidence": ["[1]"], "text": "One."}, {text: "Two.", evidence: ["2", 3],}]\n```'],
  ['{"sentences":[{"text":"One.","citations":1},{"text":"Two.","citations":[2,3,"x",0.5]}]}'],
])("reads the sentences of %s", (text) => {
  expect(parseSentences(text, false)).toEqual(SENTENCES);
});

it("reads sentences that are plain texts, with their citations within", () => {
  expect(parseSentences('{"sentences":["One [1].","Two [2]."]}', false)).toEqual([
    { text: "One [1].", citations: [] },
    { text: "Two [2].", citations: [] },
  ]);
});

it("leaves out the last sentence of a reply that was cut off", () => {
  expect(parseSentences('{"sentences":[{"text":"One.","evidence":[1]},{"text":"Tw', true)).toEqual(
    SENTENCES.slice(0, 1),
  );
});

it("tells a reply without a list from an empty list", () => {
  expect(parseSentences("I cannot do that.", false)).toBeNull();
  expect(parseSentences('{"sentences":[]}', false)).toEqual([]);
});

it("never throws", () => {
  fc.assert(fc.property(fc.string(), fc.boolean(), (text, isCut) => void parseSentences(text, isCut)));
});
