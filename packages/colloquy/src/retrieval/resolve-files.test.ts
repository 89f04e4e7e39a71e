import { describe, expect, it } from "vitest";
import { resolveFiles } from "./resolve-files.ts";

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
