import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { table, WIDTH, wrap } from "./layout.ts";

const length = (line: string): number => [...line].length;

describe("a text that is wrapped", () => {
  it("loses no word and passes no line's width", () => {
    const text = fc.array(fc.string({ minLength: 1, maxLength: 150 }).filter((word) => /^[!-~]+$/.test(word)));
    fc.assert(
      fc.property(text, (words) => {
        const lines = wrap(words.join(" "), "- ", "  ");
        for (const line of lines) expect(length(line)).toBeLessThanOrEqual(WIDTH);
        expect(lines.join("").replaceAll(" ", "").slice(1)).toBe(words.join(""));
      }),
    );
  });

  it("shows nothing that a terminal would act on", () => {
    expect(wrap("a\u001b[31mred\u001b[0m\nb\u202e")).toEqual(["ared b"]);
  });
});

describe("a table", () => {
  const columns = [
    { title: "model", align: "left" },
    { title: "tokens", align: "right" },
  ] as const;

  it("stands in columns, numbers at the right", () => {
    expect(
      table(columns, [
        ["a", "1"],
        ["longer", "1,234,567"],
      ]),
    ).toEqual(["  model      tokens", "  a               1", "  longer  1,234,567"]);
  });

  it("cuts what is too wide of its texts and never a number", () => {
    const lines = table(columns, [["m".repeat(300), "9".repeat(30)]]);
    expect(lines.map(length)).toEqual([WIDTH, WIDTH]);
    expect(lines[1]).toMatch(/m… {2}9{30}$/);
  });

  it("keeps a cell with a line break in its line", () => {
    expect(table(columns, [["a\nb", "1"]])).toHaveLength(2);
  });
});
