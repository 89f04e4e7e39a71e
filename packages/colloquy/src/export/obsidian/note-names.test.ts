import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldCase } from "../../model/index.ts";
import { noteNames, safeName } from "./note-names.ts";

const HOSTILE = [
  ...". .. ... / \\ a/b a\\b ../../etc/passwd C:\\x con CON.txt LPT1 com¹ [[x]] a|b a#b a^b x. x X ｘ .x -x".split(" "),
  ...'what? a"b a*b <b> é e\u0301 É ß SS ss \uD83D 👩‍🚀 \u202Egnp \u200B Index index `code` $5 %% == __proto__'.split(
    " ",
  ),
  ...",x ,Nul , ,a\u0000b,a\nb,x (Concept),x (Person)".split(","),
  ...["long ", "長", "👩‍🚀"].map((text) => text.repeat(200)),
];
const names = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 300 }));
const notes = fc
  .array(fc.record({ name: names, qualifiers: fc.array(names, { maxLength: 2 }) }), { maxLength: 40 })
  .map((all) => all.map((note, index) => ({ id: `${index}`.padStart(32, "0"), ...note })));

const RESERVED = /^(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)/i;

describe("names of notes", () => {
  it("are valid on every system, and free of characters of links, whatever the names are", () => {
    fc.assert(
      fc.property(notes, (all) => {
        for (const name of noteNames(all, ["Index"]).values()) {
          expect(name).not.toMatch(/[\\/:*?"<>|#^[\]`$%\p{Cc}\p{Cs}]|^[. -]|[. -]$/u);
          expect(name).not.toMatch(RESERVED);
          expect(Buffer.byteLength(`${name}.md`)).toBeLessThanOrEqual(143);
          expect(name).not.toBe("");
        }
      }),
    );
  });

  it("are unique where case and Unicode form do not count, for every order of the notes", () => {
    fc.assert(
      fc.property(notes, (all) => {
        const named = noteNames(all, ["Index"]);
        const keys = [...named.values()].map((name) => foldCase(name.normalize("NFKC")));
        expect(new Set([...keys, "index"]).size).toBe(all.length + 1);
        expect(new Map([...noteNames(all.toReversed(), ["Index"])].toReversed())).toEqual(named);
      }),
    );
  });

  it("are the names of the things if these differ, and else have a qualifier each", () => {
    const named = noteNames(
      [
        { id: "1", name: "Sleep", qualifiers: ["Concept"] },
        { id: "2", name: "sleep", qualifiers: ["Practice"] },
        { id: "3", name: "Speaker 1", qualifiers: ["one", "Person"] },
        { id: "4", name: "Speaker 1", qualifiers: ["two", "Person"] },
        { id: "5", name: "AC/DC?", qualifiers: [] },
        { id: "6", name: "Naps", qualifiers: ["Practice"] },
        { id: "66666666666", name: "naps", qualifiers: ["Practice"] },
      ],
      [],
    );
    expect([...named.values()].join(" | ")).toBe(
      "Sleep (Concept) | sleep (Practice) | Speaker 1 (one) | Speaker 1 (two) | AC-DC | Naps (6) | naps (66666666)",
    );
  });

  it("are cut between characters", () => {
    expect(safeName("👩‍🚀".repeat(90))).toBe(`${"👩‍🚀".repeat(7)}…`);
  });
});
