import { describe, expect, it } from "vitest";
import type { Comparison } from "../library.ts";
import { createOutput } from "../output.ts";
import { renderComparison } from "./comparison.ts";

const plain = { colours: createOutput(process.stdout, { NO_COLOR: "1" }).colours, columns: 80 };

const overlap = (a: number, b: number, both: number): Comparison["recurrences"] => ({
  a,
  b,
  both,
  precision: b === 0 ? null : both / b,
  recall: a === 0 ? null : both / a,
  f1: a + b === 0 ? null : (2 * both) / (a + b),
});

const EVIDENCE = {
  file: "one.vtt",
  chunk: "c",
  speaker: "Ada",
  startMs: 62_000,
  endMs: null,
  startOffset: 0,
  endOffset: 9,
  text: "naps are\nno cure\u001b[31m",
  polarity: "negated" as const,
};

const COMPARISON: Comparison = {
  a: "sequential",
  b: "fast",
  transcripts: { a: 8, b: 8, both: 8, changed: 0 },
  chunks: {
    a: { total: 51, settled: 51, profiles: [{ profile: "openai:gpt-4o-mini", chunks: 51 }] },
    b: { total: 51, settled: 0, profiles: [] },
    both: 51,
    settledInBoth: 0,
  },
  entities: {
    named: overlap(10_000, 9_999, 9_999),
    typed: overlap(10_000, 9_999, 9_000),
    byAlias: 0,
    onlyA: [{ name: "nap", type: "Practice", mentions: 1, transcripts: 2 }],
    onlyB: [],
  },
  relations: {
    typed: overlap(2, 3, 1),
    untyped: overlap(2, 3, 2),
    withPolarity: overlap(2, 3, 1),
    onlyA: [],
    onlyB: [{ source: "nap", type: "REDUCES", target: "debt", count: 2, polarities: ["negated"], evidence: EVIDENCE }],
  },
  implied: { typed: overlap(0, 0, 0), onlyA: [], onlyB: [] },
  recurrences: overlap(4, 4, 4),
  quotes: {
    samePosition: overlap(1, 0, 0),
    sameWords: overlap(1, 0, 0),
    onlyA: [{ text: "Naps are no cure.", file: "one.vtt", speaker: null, startMs: null }],
    onlyB: [],
  },
  warnings: ["Of 51 common chunks, 51 are extracted only in sequential."],
};

describe("a comparison", () => {
  it("is a table, the compared chunks, and examples that only one workspace contains", () => {
    expect(renderComparison(COMPARISON, false, plain)).toBe(`A  sequential  (the reference)
B  fast

Note: Of 51 common chunks, 51 are extracted only in sequential.

                             A      B   both  precision   recall       F1
entities                10,000  9,999  9,999    100.0 %   99.9 %   99.9 %
  of the same type      10,000  9,999  9,000     90.0 %   90.0 %   90.0 %
relations                    2      3      1     33.3 %   50.0 %   40.0 %
  of any type                2      3      2     66.7 %  100.0 %   80.0 %
  of the same polarity       2      3      1     33.3 %   50.0 %   40.0 %
implied relations            0      0      0          -        -        -
recurrences                  4      4      4    100.0 %  100.0 %  100.0 %
quotes                       1      0      0          -    0.0 %    0.0 %
  of the same words          1      0      0          -    0.0 %    0.0 %

8 transcripts and 51 chunks in both, 0 of them extracted in both.
Extracted in A: 51 by openai:gpt-4o-mini. In B: none.

Only in A
  entities
    nap  Practice, 1 mention in 2 transcripts
  quotes
    “Naps are no cure.”
    one.vtt

Only in B
  relations
    nap —REDUCES→ debt  2 pieces of evidence, negated
        “naps are no cure”
        one.vtt · Ada · 00:01:02
`);
  });
});
