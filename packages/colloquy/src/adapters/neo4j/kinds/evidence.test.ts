import { describe, expect, it } from "vitest";
import { AWKWARD_TEXTS, sampleEvidenceRow, sampleId } from "../../../testing/suites/sample-rows.ts";
import { decode } from "../read.ts";
import type { Stored } from "../values.ts";
import { evidenceKind } from "./evidence.ts";

const position = { chunk: sampleId("before"), startMs: 1_500, endMs: null, startOffset: 3, endOffset: 9 };

function storedOf(text: string): { readonly row: ReturnType<typeof sampleEvidenceRow>; readonly stored: Stored } {
  const antecedents = [
    { ...position, speaker: text, approximate: true as const, text },
    { ...position, speaker: null, text: "the plan" },
  ];
  const row = sampleEvidenceRow("a", { evidence: { text, antecedents } });
  return { row, stored: { id: row.id, ...evidenceKind.encode(row).properties } };
}

describe("evidence in Neo4j", () => {
  it.each(AWKWARD_TEXTS)("returns its antecedents exactly: %j", (text) => {
    const { row, stored } = storedOf(text);
    expect(decode(evidenceKind, stored)).toEqual(row);
  });

  it("has the words of antecedents as a list for queries", () => {
    expect(storedOf("naps").stored["antecedents"]).toEqual(["naps", "the plan"]);
  });

  it.each([
    { antecedents: ["naps"] },
    { antecedentPositions: "[" },
    { antecedentPositions: null },
    { antecedents: null },
  ])("has no antecedents when someone changed them to %j", (change) => {
    const { stored } = storedOf("naps");
    expect(decode(evidenceKind, { ...stored, ...change }).evidence).not.toHaveProperty("antecedents");
  });
});
