import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColloquyError, type Chunk, type Transcript, type Turn } from "../model/index.ts";
import { chunkTranscript, estimateTokens } from "./index.ts";

interface Unit {
  readonly label: string;
  readonly words: string;
  readonly gap: string;
}

function transcriptOf(units: readonly Unit[]): Transcript {
  const turns: Turn[] = [];
  let text = "";
  for (const { label, words, gap } of units) {
    const unitOffset = text.length;
    text += label + words;
    turns.push({
      index: turns.length,
      speaker: label === "" ? null : label.slice(0, -2),
      startMs: turns.length * 1000,
      endMs: null,
      unitOffset,
      startOffset: unitOffset + label.length,
      endOffset: text.length,
    });
    text += gap;
  }
  return { format: "plain", text, turns };
}

const word = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z]{1,9}[.,?]?$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("会議の記録。", "привет", "🎤🎧", "é", "\u{1F468}\u200D\u{1F469}", "x".repeat(700)),
  },
);
const words = (maximum: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength: 1, maxLength: maximum }).map((list) => list.join(" "));
const unit: fc.Arbitrary<Unit> = fc.record({
  label: fc.constantFrom("", "Ada: ", "Project Manager: ", "[00:00:01.000] Bo: ", "NOTE " + "n".repeat(900) + ": "),
  words: fc.oneof(
    { weight: 6, arbitrary: words(30) },
    { weight: 2, arbitrary: words(300) },
    { weight: 1, arbitrary: words(1500) },
    { weight: 1, arbitrary: fc.nat(9000).map((length) => "语".repeat(length + 1)) },
  ),
  gap: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom("\n", "\r\n", "\n\n## Heading\n\n") },
    { weight: 1, arbitrary: fc.constant("\n".repeat(3000)) },
  ),
});
const transcript = fc.array(unit, { maxLength: 40 }).map(transcriptOf);

/** Every offset of the words with the number of chunks that contain it, as ranges of the turns. */
function pieces(chunks: readonly Chunk[], turn: Turn): [number, number][] {
  return chunks.flatMap((chunk) =>
    chunk.turns
      .filter(({ index }) => index === turn.index)
      .map((part): [number, number] => [part.startOffset, part.endOffset]),
  );
}

describe("chunkTranscript", () => {
  it("puts every character of every turn into exactly one chunk", () => {
    fc.assert(
      fc.property(transcript, (source) => {
        const chunks = chunkTranscript(source);
        for (const turn of source.turns) {
          let offset = turn.startOffset;
          for (const [start, end] of pieces(chunks, turn)) {
            expect(start).toBe(offset);
            expect(end).toBeGreaterThan(start);
            offset = end;
          }
          expect(offset).toBe(turn.endOffset);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("respects both maxima, with exact offsets and ordinals, without overlap", () => {
    fc.assert(
      fc.property(transcript, (source) => {
        let previousEnd = 0;
        for (const [ordinal, chunk] of chunkTranscript(source).entries()) {
          expect(chunk.ordinal).toBe(ordinal);
          expect(chunk.text).toBe(source.text.slice(chunk.startOffset, chunk.endOffset));
          expect(chunk.text.length).toBeLessThanOrEqual(2600);
          expect(chunk.tokens).toBe(estimateTokens(chunk.text));
          expect(chunk.tokens).toBeLessThanOrEqual(650);
          expect(chunk.startOffset).toBeGreaterThanOrEqual(previousEnd);
          expect(chunk.turns[0]?.unitOffset).toBe(chunk.startOffset);
          expect(chunk.turns.at(-1)?.endOffset).toBe(chunk.endOffset);
          previousEnd = chunk.endOffset;
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does not cut a turn that fits into a chunk, or a surrogate pair", () => {
    fc.assert(
      fc.property(transcript, (source) => {
        const chunks = chunkTranscript(source);
        for (const turn of source.turns) {
          const parts = pieces(chunks, turn);
          const alone = source.text.slice(turn.unitOffset, turn.endOffset);
          if (alone.length <= 2600 && estimateTokens(alone) <= 650) expect(parts).toHaveLength(1);
          for (const [start, end] of parts)
            expect(() => encodeURIComponent(source.text.slice(start, end))).not.toThrow();
        }
      }),
      { numRuns: 60 },
    );
  });

  it("creates the same chunks for the same transcript", () => {
    fc.assert(
      fc.property(transcript, (source) => {
        expect(chunkTranscript(structuredClone(source))).toEqual(chunkTranscript(source));
      }),
      { numRuns: 10 },
    );
  });

  it("creates chunks of about 2,000 characters from talk", () => {
    const chunks = chunkTranscript(talk(2000, 1));
    const mean = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0) / chunks.length;
    expect(mean).toBeGreaterThan(1800);
    expect(mean).toBeLessThan(2200);
  });

  it.each([
    ["turns", talkUnits(1000, 2)],
    [
      "one long line",
      [
        {
          label: "",
          words: talkUnits(1000, 3)
            .map((unit) => unit.words)
            .join(" "),
          gap: "",
        },
      ],
    ],
    [
      "one line without a space",
      [
        {
          label: "",
          words: talkUnits(1000, 4)
            .map((unit) => unit.words.replaceAll(" ", ""))
            .join(""),
          gap: "",
        },
      ],
    ],
  ])("changes few chunks when words are inserted in the middle of %s", (_, units) => {
    const before = chunkTranscript(transcriptOf(units)).map((chunk) => chunk.text);
    let changed = 0;
    for (let trial = 0; trial < 20; trial++) {
      const kept = new Set(chunkTranscript(transcriptOf(insert(units, (trial + 1) / 22))).map((chunk) => chunk.text));
      changed += before.filter((text) => !kept.has(text)).length;
    }
    expect(before.length).toBeGreaterThan(30);
    expect(changed / 20).toBeLessThan(5);
  });

  it("keeps short turns, and creates no chunk without turns", () => {
    expect(
      chunkTranscript(transcriptOf([{ label: "Ada: ", words: "Yes.", gap: "\n" }])).map((chunk) => chunk.text),
    ).toEqual(["Ada: Yes."]);
    expect(chunkTranscript(transcriptOf([]))).toEqual([]);
  });

  it("cuts a turn that is too long at the end of a sentence", () => {
    const words = "This is a sentence that says little. ".repeat(300).trimEnd();
    for (const chunk of chunkTranscript(transcriptOf([{ label: "Ada: ", words, gap: "" }]))) {
      expect(chunk.text).toMatch(/^(Ada: )?This is[^]*little\. ?$/);
    }
  });

  it("never cuts inside a surrogate pair at any position", () => {
    for (const shift of ["", "a"]) {
      for (const chunk of chunkTranscript(transcriptOf([{ label: "", words: shift + "🎤🎧".repeat(2000), gap: "" }]))) {
        expect(() => encodeURIComponent(chunk.text)).not.toThrow();
      }
    }
  });

  it("cuts a line of 4 MB without spaces", () => {
    const chunks = chunkTranscript(transcriptOf([{ label: "", words: "a".repeat(4_000_000), gap: "" }]));
    expect(chunks.reduce((sum, chunk) => sum + chunk.text.length, 0)).toBe(4_000_000);
  });

  it("rejects impossible limits", () => {
    const source = transcriptOf([]);
    expect(() => chunkTranscript(source, { maximumTokens: 0 })).toThrow(ColloquyError);
    expect(() => chunkTranscript(source, { minimumTokens: 700 })).toThrow(
      "whole number from 1 to `maximumTokens` (650), got 700",
    );
  });
});

/** Sentences of made-up words, the same for the same seed. */
function talkUnits(count: number, seed: number): Unit[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const speak = (): string => Array.from({ length: 3 + next(40) }, () => next(36 ** 4).toString(36)).join(" ") + ".";
  return Array.from({ length: count }, () => ({ label: `Speaker ${next(4)}: `, words: speak(), gap: "\n" }));
}

function talk(count: number, seed: number): Transcript {
  return transcriptOf(talkUnits(count, seed));
}

/** Inserts a sentence at a share of the text. */
function insert(units: readonly Unit[], share: number): Unit[] {
  const added = "Something that nobody has said before was inserted here. ";
  const [only] = units;
  if (units.length === 1 && only !== undefined) {
    const middle = Math.floor(only.words.length * share);
    return [{ ...only, words: only.words.slice(0, middle) + added + only.words.slice(middle) }];
  }
  return units.toSpliced(Math.floor(units.length * share), 0, { label: "Eve: ", words: added, gap: "\n" });
}
