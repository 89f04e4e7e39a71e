import { describe, expect, it } from "vitest";
import { splittingOf } from "./split-names.ts";

describe("what can be split off an entity", () => {
  it("is a name that the resolution knows as another one", () => {
    const aliases = [
      { name: "Dr. Ann Lee", reason: "title" },
      { name: "Ann", reason: "part of the name" },
      { name: "ann lee", reason: "case" },
    ];
    expect(splittingOf({ aliases, files: { mentioned: 2, all: 2 } })).toEqual({ by: "name", names: [aliases[1]] });
  });

  it("is each transcript that mentions it, without such a name", () => {
    const aliases = [{ name: "Mercury!", reason: "punctuation" }];
    expect(splittingOf({ aliases, files: { mentioned: 2, all: 3 } })).toEqual({ by: "transcript", transcripts: 2 });
  });

  it("is nothing, if one transcript mentions its one name", () => {
    expect(splittingOf({ aliases: [], files: { mentioned: 1, all: 2 } })).toEqual({ by: "nothing" });
  });
});
