import { describe, expect, it } from "vitest";
import type { TranscriptEvidence } from "../ports/index.ts";
import { transcriptSubject } from "./transcript-subject.ts";

function evidenceAt(startOffset: number, text: string, kind: TranscriptEvidence["kind"] = "turn"): TranscriptEvidence {
  const place = { startOffset, endOffset: startOffset + text.length, startMs: null, endMs: null };
  const evidence = { file: "a.txt", chunk: "c", speaker: "Ada", ...place, text, polarity: "stated" } as const;
  const relation = kind === "relation" ? { source: "a", type: "CAUSES", target: "b", confidence: 0.8 } : null;
  return { evidence, kind, relation };
}

const LONG = Array.from({ length: 400 }, (_, index) => evidenceAt(index * 200, `Turn ${index}. ${"word ".repeat(30)}`));

describe("the evidence for the summary of a transcript", () => {
  it("is all turns of a short transcript, cut into pieces that can be shown whole", () => {
    const turn = `${"A sentence of some words. ".repeat(30)}End.`;
    const subject = transcriptSubject("t", [evidenceAt(10, turn), evidenceAt(2_000, "A short turn.")]);
    const texts = subject?.evidence.map(({ evidence }) => evidence.text) ?? [];
    expect(texts.join(" ")).toBe(`${turn} A short turn.`);
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(300);
    for (const { evidence } of subject?.evidence ?? [])
      expect(evidence.endOffset - evidence.startOffset).toBe(evidence.text.length);
  });

  it("is bounded for a long transcript, and spread over all of it", () => {
    const stated = LONG.flatMap((turn, index) => [
      turn,
      evidenceAt(index * 200, "words", index % 3 === 0 ? "quote" : "relation"),
    ]);
    for (const material of [LONG, stated]) {
      const evidence = transcriptSubject("t", material)?.evidence ?? [];
      expect(evidence.length).toBeGreaterThan(30);
      expect(evidence.length).toBeLessThanOrEqual(48);
      expect(evidence[0]?.evidence.startOffset).toBeLessThan(8_000);
      expect(evidence.at(-1)?.evidence.startOffset).toBeGreaterThan(72_000);
    }
    const statements = transcriptSubject("t", stated)?.evidence.filter((each) => each.statements.length > 0);
    expect(statements).toHaveLength(24);
    expect(statements?.[0]?.statements).toEqual(["a CAUSES b"]);
  });

  it("is too little in a transcript of two turns", () => {
    expect(transcriptSubject("t", [evidenceAt(0, "Hello there."), evidenceAt(20, "Good morning.")])).toBeNull();
  });

  it("has a key that depends on the shown words alone", () => {
    const material = ["One thing.", "Another thing.", "A third thing."].map((text, index) =>
      evidenceAt(index * 20, text),
    );
    const moved = material.map(({ evidence, ...rest }) => ({
      ...rest,
      evidence: { ...evidence, file: "b.txt", startMs: 5 },
    }));
    const key = transcriptSubject("t", material)?.contentKey;
    expect(transcriptSubject("u", moved)?.contentKey).toBe(key);
    expect(transcriptSubject("t", [...material, evidenceAt(90, "More.")])?.contentKey).not.toBe(key);
  });
});
