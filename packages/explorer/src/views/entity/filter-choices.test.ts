import { describe, expect, it } from "vitest";
import { filesFor, speakersFor } from "./filter-choices.ts";
import { evidence } from "../../testing/claims.ts";

const holder = {
  id: "1",
  name: "Maya Okafor",
  labels: ["Dr. Maya Okafor"],
  transcripts: [],
  transcriptCount: 0,
  statements: [],
};
const said = (speaker: string | null) => ({
  evidence: evidence({ speaker }),
  sentence: { text: "", startOffset: 0, endOffset: 0 },
});
const sleep = { name: "sleep", type: "Concept", holders: [holder], companions: [] };

describe("the speakers of the filter of occurrences", () => {
  it("are who says something about it and whose words are shown, each by one name", () => {
    const found = [said("Dr. Maya Okafor"), said("Jonah Vance"), said(null), said("Jonah Vance")];
    expect(speakersFor(sleep, found, undefined)).toEqual(["Jonah Vance", "Maya Okafor"]);
  });

  it("have the chosen one, also if the address names somebody else", () => {
    expect(speakersFor(sleep, [], "Ann")).toEqual(["Ann", "Maya Okafor"]);
  });

  it("have the person itself and the companions", () => {
    const person = { name: "Ben", type: "Person", holders: [], companions: [{ id: "2", name: "Cleo", chunks: 3 }] };
    expect(speakersFor(person, [], undefined)).toEqual(["Ben", "Cleo"]);
  });
});

describe("the transcripts of the filter of occurrences", () => {
  const byFile = Array.from({ length: 300 }, (_, index) => ({
    file: `${index}.txt`,
    date: null,
    mentions: index,
    found: 0,
  }));

  it("are all in their order", () => {
    expect(filesFor(byFile.slice(0, 3), undefined)).toEqual(["0.txt", "1.txt", "2.txt"]);
  });

  it("are those with most mentions if there are many, and the chosen one", () => {
    expect(filesFor(byFile, undefined)).toHaveLength(200);
    expect(filesFor(byFile, undefined)[0]).toBe("100.txt");
    expect(filesFor(byFile, "7.txt").slice(0, 2)).toEqual(["7.txt", "100.txt"]);
    expect(filesFor([], "gone.txt")).toEqual(["gone.txt"]);
  });
});
