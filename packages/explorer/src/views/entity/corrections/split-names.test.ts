import { describe, expect, it } from "vitest";
import { splittingOf } from "./split-names.ts";

const inFiles = (...mentions: number[]) =>
  mentions.map((count, index) => ({ file: `${index}.txt`, date: null, mentions: count, found: 1 }));

describe("what can be split off an entity", () => {
  it("is a name that the resolution knows as another one", () => {
    const aliases = [
      { name: "Dr. Ann Lee", reason: "title" },
      { name: "Ann", reason: "part of the name" },
      { name: "ann lee", reason: "case" },
    ];
    expect(splittingOf({ aliases, byFile: inFiles(1, 1) })).toEqual({ by: "name", names: [aliases[1]] });
  });

  it("is each transcript that mentions it, without such a name", () => {
    const aliases = [{ name: "Mercury!", reason: "punctuation" }];
    expect(splittingOf({ aliases, byFile: inFiles(2, 0, 1) })).toEqual({ by: "transcript", transcripts: 2 });
  });

  it("is nothing, if one transcript mentions its one name", () => {
    expect(splittingOf({ aliases: [], byFile: inFiles(2, 0) })).toEqual({ by: "nothing" });
  });
});
