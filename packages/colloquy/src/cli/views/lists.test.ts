import { describe, expect, it } from "vitest";
import { createOutput } from "../output.ts";
import { renderEntities, renderSpeakers, renderTranscripts, renderWorkspaces } from "./lists.ts";

const plain = { colours: createOutput(process.stdout, { NO_COLOR: "1" }).colours };

describe("lists", () => {
  it("show turns and talk time of speakers, if known", () => {
    const speakers = [
      { id: "p1", name: "Ada\u001b[31m Novak", turns: 1200, talkMs: 3_723_000, transcripts: 3, firstFile: "a.vtt" },
      { id: "p2", name: "Bo", turns: 9, talkMs: null, transcripts: 1, firstFile: "b.vtt" },
    ];
    expect(renderSpeakers(speakers, plain)).toBe(
      [
        "speaker    turns  talk time  transcripts  id",
        "Ada Novak  1,200   01:02:03            3  p1",
        "Bo             9          -            1  p2",
        "",
      ].join("\n"),
    );
  });

  it("show mentions of entities, and truncate long names", () => {
    const row = { kind: "entity", aliases: [], type: "Concept", transcripts: 2 } as const;
    const entities = [
      { ...row, id: "e1", name: "sleep", mentions: 12 },
      { ...row, id: "e2", name: "word ".repeat(40), mentions: 3 },
    ];
    const lines = renderEntities(entities, plain).split("\n");
    expect(lines[1]).toMatch(/^sleep +12 +2 {2}Concept {2}e1$/);
    expect(lines[2]).toMatch(/^(word )+word… +3 +2 {2}Concept {2}e2$/);
  });

  it("show the file of each transcript first and the folder of each workspace last", () => {
    const transcript = { id: "t1", file: "talks/one.vtt", source: "talks", format: "webvtt", turns: 8, characters: 99 };
    expect(renderTranscripts([{ ...transcript, durationMs: 61_000 }], plain)).toContain(
      "talks/one.vtt      8  00:01:01  webvtt  talks   t1\n",
    );
    const path = `/data/${"deep/".repeat(20)}talks`;
    expect(renderWorkspaces([{ name: "talks", path, updatedAt: "2026-03-01T14:05:09.000Z" }], plain)).toContain(
      `talks      2026-03-01 14:05  ${path}\n`,
    );
  });
});
