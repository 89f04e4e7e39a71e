import { describe, expect, it } from "vitest";
import { findCooccurrences, type Occurrence, type SentencePlace } from "./cooccurrence.ts";

const place = (turn: number): SentencePlace => ({ chunk: 0, turn, startOffset: 0, endOffset: 0 });
const always = () => true;

/** Each string is a sentence, its letters the terms that it says; a new turn begins at "|". */
function read(...sentences: string[]) {
  const places: SentencePlace[] = [];
  const occurrences: Occurrence[] = [];
  let turn = 0;
  for (const sentence of sentences) {
    if (sentence === "|") {
      turn += 1;
      continue;
    }
    for (const term of sentence) occurrences.push({ term, sentence: places.length });
    places.push(place(turn));
  }
  return findCooccurrences(occurrences, places, always);
}

const filler = Array.from({ length: 40 }, () => "z");

describe("terms that are said together", () => {
  it("are found where three windows hold both, each with its sentence", () => {
    const found = read("ab", "z", "ab", "z", "ab", ...filler);
    expect(found.map(({ first, second, sentences }) => [first, second, sentences])).toContainEqual([
      "a",
      "b",
      [0, 2, 4],
    ]);
    expect(read("ab", "z", "ab", ...filler).filter(({ first, second }) => first === "a" && second === "b")).toEqual([]);
  });

  it("may stand in neighbouring sentences", () => {
    const [found] = read("a", "b", "z", "z", "a", "b", "z", "z", "a", "b", ...filler).filter(
      ({ second }) => second === "b",
    );
    expect(found?.sentences).toEqual([0, 4, 8]);
  });

  it("are not found across turns", () => {
    const sentences = ["a", "|", "b", "z", "a", "|", "b", "z", "a", "|", "b", ...filler];
    expect(read(...sentences).filter(({ first, second }) => first === "a" && second === "b")).toEqual([]);
  });

  it("are not found where chance would have it as well", () => {
    expect(read(...Array.from({ length: 20 }, () => "ab"))).toEqual([]);
  });

  it("leave out a name within a name", () => {
    const sentences = Array.from({ length: 40 }, () => place(0));
    const occurrences = [0, 4, 8].flatMap((sentence) => ["sleep", "sleep debt"].map((term) => ({ term, sentence })));
    expect(findCooccurrences(occurrences, sentences, always)).toEqual([]);
  });
});
