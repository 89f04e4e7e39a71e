import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MentionedPlace, Verdict } from "../ports/index.ts";
import { sensesOf } from "./senses.ts";

/** "a2": the second chunk of transcript a. */
function place(text: string): MentionedPlace {
  const shown = { name: "cover", type: "Product", evidence: text, speaker: null, file: `${text[0]}.txt` };
  return { ...shown, key: `cover @@${text}`, stem: "cover", place: text, transcript: text[0] as string };
}

/** Verdicts of a judge that knows the meaning of each chunk. */
function truth(meanings: Readonly<Record<string, string>>, rounds = 2) {
  const meaningOf = (key: string): string | undefined => meanings[key.slice("cover @@".length)];
  return (first: string, second: string): readonly Verdict[] =>
    meaningOf(first) === meaningOf(second) ? ["same"] : Array.from({ length: rounds }, (): Verdict => "different");
}

/** The senses as `place: sense`, and the questions as `first second round`. */
function divided(places: readonly string[], verdictsOn: (first: string, second: string) => readonly Verdict[]) {
  const { senses, questions } = sensesOf(places.map(place), verdictsOn);
  return {
    senses: senses.map(({ stem, place: at, sense }) => `${stem} in ${at}: ${sense}`),
    questions: questions.map(({ first, second, round }) => `${first.place} ${second.place} ${round}`),
  };
}

describe("the senses of a name", () => {
  it("are one until verdicts part its chunks", () => {
    expect(divided(["a1", "b1", "a2"], () => [])).toEqual({ senses: [], questions: ["a1 b1 1", "a1 a2 1"] });
    expect(divided(["a1", "b1"], () => ["different"])).toEqual({ senses: [], questions: ["a1 b1 2"] });
    expect(divided(["a1", "b1"], () => ["different", "different"])).toEqual({
      senses: ["cover in b: @@b1"],
      questions: [],
    });
  });

  it.each([[["same"]], [["unsure"]], [["narrower kind"]], [["different", "same"]], [["different", "unsure"]]] as const)(
    "are one by the verdicts %j",
    (verdicts) => {
      expect(divided(["a1", "b1"], () => verdicts)).toEqual({ senses: [], questions: [] });
    },
  );

  it("leave the plain name to the largest group, and hold in a whole transcript if all of its chunks have one", () => {
    const lid = truth({ a1: "lid", b1: "skin", c1: "skin", a2: "lid" });
    expect(divided(["b1", "a1", "c1", "a2"], lid).senses).toEqual(["cover in a: @@a1"]);
    const mixed = truth({ a1: "lid", b1: "skin", c1: "skin", a2: "skin" });
    expect(divided(["b1", "a1", "c1", "a2"], mixed).senses).toEqual(["cover in a1: @@a1"]);
  });

  it("ask about a further chunk with that chunk only", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("lid", "skin", "album"), { minLength: 2, maxLength: 6 }),
        fc.nat(5),
        (meanings, at) => {
          const places = meanings.map((_, index) => `${"abcdef"[index]}1`);
          const known = truth(Object.fromEntries(places.map((name, index) => [name, meanings[index] as string])));
          const added = places[Math.min(at, places.length - 1)] as string;
          const before = new Set<string>();
          sensesOf(places.filter((name) => name !== added).map(place), (first, second) => {
            before.add(`${first} ${second}`);
            return known(first, second);
          });
          sensesOf(places.map(place), (first, second) => {
            if (!before.has(`${first} ${second}`)) expect(`${first} ${second}`).toContain(added);
            return known(first, second);
          });
        },
      ),
    );
  });
});
