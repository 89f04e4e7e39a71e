import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { requireFiles, resolveFiles } from "./resolve-files.ts";

const FILES = ["one.txt", "deep/one.txt", "deep/[2] two.vtt", "three.vtt"];

describe("the files of a pattern", () => {
  it.each<[string, string[]]>([
    ["deep/one.txt", ["deep/one.txt"]],
    ["one.txt", ["one.txt", "deep/one.txt"]],
    ["deep/[2] two.vtt", ["deep/[2] two.vtt"]],
    ["**/*.vtt", ["deep/[2] two.vtt", "three.vtt"]],
    ["absent.txt", []],
  ])("match %s as a path or as a glob", (pattern, named) => {
    expect(resolveFiles(FILES, [pattern])).toEqual(named);
  });

  it.each<[string, string[]]>([
    ["./three.vtt", ["three.vtt"]],
    ["talks/three.vtt", ["three.vtt"]],
    ["../talks/deep/one.txt", ["deep/one.txt"]],
    ["/home/me/talks/deep/[2] two.vtt", ["deep/[2] two.vtt"]],
    ["/home/me/talks/one.txt", ["one.txt"]],
    ["/home/me/talks/another-one.txt", []],
    ["talks/", []],
  ])("match %s as a path from the shell", (pattern, named) => {
    expect(resolveFiles(FILES, [pattern])).toEqual(named);
  });

  it("include the files of all patterns once, in the order of the workspace", () => {
    expect(resolveFiles(FILES, ["talks/three.vtt", "*.vtt", "/x/deep/one.txt"])).toEqual([
      "deep/one.txt",
      "deep/[2] two.vtt",
      "three.vtt",
    ]);
  });
});

/** Ends a function that does not end by itself. */
function ending<Result>(work: () => Result): Result {
  return runInNewContext("work()", { work }, { timeout: 20_000 }) as Result;
}

describe("a pattern of a client", () => {
  const files = Array.from({ length: 1_000 }, (_, index) => `${"a".repeat(80)}/${"a".repeat(80)}${index}.txt`);

  it.each([
    "(a+)+$",
    "(a|aa)+!",
    "+(a|aa)!",
    `${"*a".repeat(49)}b`,
    `${"a*/".repeat(49)}b`,
    `${"**/".repeat(24)}b*`,
    `${"{a,aa}".repeat(25)}b`,
    `${"{a*,{a,".repeat(10)}b`,
    "[a".repeat(50),
    `${"a".repeat(80)}/${"?*".repeat(25)}b`,
  ])("is answered soon: %s", (pattern) => {
    expect(ending(() => resolveFiles(files, [pattern]).length)).toBe(0);
  });

  it("is no regular expression", () => {
    expect(resolveFiles(["aab1.txt", "(a|b)+1.txt"], ["(a|b)+*.txt"])).toEqual(["(a|b)+1.txt"]);
  });

  it.each<[string[], string]>([
    [Array(1_001).fill("a"), "Too many files are named: give at most 1000 paths or globs."],
    [["a".repeat(4_097)], "The path or glob of a file is too long: give at most 4096 characters."],
    [["*".repeat(30), "?".repeat(21)], "The globs of files are too complex: give at most 50 wildcards and commas."],
  ])("has bounds", (patterns, message) => {
    for (const resolve of [resolveFiles, requireFiles])
      expect(() => resolve(FILES, patterns)).toThrow(expect.objectContaining({ code: "invalid-input", message }));
  });

  it("is compared with all files for a suggestion only if it is one of the first", () => {
    const unknown = Array.from({ length: 1_000 }, (_, index) => `${"a".repeat(150)}${index}.txt`);
    expect(() => ending(() => requireFiles(files.slice(0, 100), unknown))).toThrow("No transcript matches");
    expect(() => requireFiles(FILES, ["1", "2", "3", "three.vt"])).toThrow(
      expect.objectContaining({ list: "transcripts" }),
    );
  });
});

describe("files that the user names", () => {
  it.each([
    [["three.vt"], 'No transcript matches three.vt. Did you mean "three.vtt"?'],
    [["thre.vtt"], 'No transcript matches thre.vtt. Did you mean "three.vtt"?'],
    [["deep/ones.txt"], 'No transcript matches deep/ones.txt. Did you mean "deep/one.txt"?'],
    [["ones.md"], 'No transcript matches ones.md. Did you mean "one.txt"?'],
    [["x.txt"], "No transcript matches x.txt."],
    [["2025/*.srt", "budget.csv"], "No transcript matches 2025/*.srt or budget.csv."],
    [["three.vtt", "absent.txt"], "No transcript matches absent.txt."],
    [["one.txt", "thre.vtt"], 'No transcript matches thre.vtt. Did you mean "three.vtt"?'],
  ])("must exist: %j", (patterns, message) => {
    expect(() => requireFiles(FILES, patterns)).toThrow(expect.objectContaining({ code: "invalid-input", message }));
  });

  it("are those of all patterns", () => {
    expect(requireFiles(FILES, ["three.vtt", "deep/*.txt"])).toEqual(["deep/one.txt", "three.vtt"]);
  });

  it("are in the list of transcripts if no name is similar", () => {
    expect(() => requireFiles(FILES, ["x.txt"])).toThrow(expect.objectContaining({ list: "transcripts" }));
    expect(() => requireFiles(FILES, ["three.vt"])).toThrow(expect.objectContaining({ list: null }));
  });
});
