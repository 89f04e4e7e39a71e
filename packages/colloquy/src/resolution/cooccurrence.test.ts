import { describe, expect, it } from "vitest";
import { findCooccurrences, type Occurrence, type SentencePosition } from "./cooccurrence.ts";

const sentenceIn = (turn: number): SentencePosition => ({ chunk: 0, turn, startOffset: 0, endOffset: 0 });
const always = () => true;

/** Each string is a sentence whose letters are its terms; "|" begins a new turn. */
function read(...sentences: string[]) {
  const positions: SentencePosition[] = [];
  const occurrences: Occurrence[] = [];
  let turn = 0;
  for (const sentence of sentences) {
    if (sentence === "|") {
      turn += 1;
      continue;
    }
    for (const term of sentence) occurrences.push({ term, sentence: positions.length });
    positions.push(sentenceIn(turn));
  }
  return findCooccurrences(occurrences, positions, always);
}

const filler = Array.from({ length: 40 }, () => "z");

describe("terms that occur together", () => {
  it("are found if three windows contain both, each with its sentence", () => {
    const found = read("ab", "z", "ab", "z", "ab", ...filler);
    expect(found.map(({ first, second, sentences }) => [first, second, sentences])).toContainEqual([
      "a",
      "b",
      [0, 2, 4],
    ]);
    expect(read("ab", "z", "ab", ...filler).filter(({ first, second }) => first === "a" && second === "b")).toEqual([]);
  });

  it("may be in neighbouring sentences", () => {
    const [found] = read("a", "b", "z", "z", "a", "b", "z", "z", "a", "b", ...filler).filter(
      ({ second }) => second === "b",
    );
    expect(found?.sentences).toEqual([0, 4, 8]);
  });

  it("are not found across turns", () => {
    const sentences = ["a", "|", "b", "z", "a", "|", "b", "z", "a", "|", "b", ...filler];
    expect(read(...sentences).filter(({ first, second }) => first === "a" && second === "b")).toEqual([]);
  });

  it("are not found if chance explains it", () => {
    expect(read(...Array.from({ length: 20 }, () => "ab"))).toEqual([]);
  });

  it("are not a name and a part of it", () => {
    const sentences = Array.from({ length: 40 }, () => sentenceIn(0));
    const occurrences = [0, 4, 8].flatMap((sentence) => ["sleep", "sleep debt"].map((term) => ({ term, sentence })));
    expect(findCooccurrences(occurrences, sentences, always)).toEqual([]);
  });
});
