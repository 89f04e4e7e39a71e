import { posix } from "node:path";
import fc from "fast-check";

import { describe, expect, it } from "vitest";
import { globTest } from "./glob.ts";

describe("a glob", () => {
  it.each([
    ["*.vtt", ["a.vtt", ".vtt"], ["a/b.vtt", "a.vt", "a.vtts"]],
    ["talk ?.txt", ["talk 1.txt"], ["talk .txt", "talk 12.txt", "talk /.txt"]],
    ["**/*.vtt", ["a.vtt", "a/b.vtt", "a/b/c.vtt"], ["a.txt"]],
    ["a/**", ["a/b", "a/b/c.txt"], ["b/a", "ab"]],
    ["a/**/c", ["a/c", "a/b/c", "a/b/b/c"], ["a/bc", "ac"]],
    ["**", ["a", "a/b"], []],
    ["a**c", ["ac", "abbc"], ["a/c"]],
    ["202[45]-0[1-9].txt", ["2024-03.txt", "2025-01.txt"], ["2026-01.txt", "2024-00.txt"]],
    ["[!a-c]", ["d", "-"], ["b", "/", ""]],
    ["[]a]", ["]", "a"], ["b", "[]a]"]],
    ["{one,two}.{vtt,srt}", ["one.vtt", "two.srt"], ["one.txt", "{one,two}.vtt"]],
    ["{a/**,b}/c", ["a/x/c", "b/c"], ["c"]],
    ["{**/,}c", ["c", "a/b/c"], ["bc"]],
    ["{a,b{c,d}}", ["a", "bc", "bd"], ["b", "ac"]],
    ["\\*\\[1\\]\\{a,b\\}", ["*[1]{a,b}"], ["x[1]{a,b}", "*1a"]],
    ["talk [1", ["talk [1"], ["talk 1"]],
    ["{a,b", ["{a,b"], ["a"]],
    ["{a}", ["{a}"], ["a"]],
    ["talk (1)+ |$^.txt", ["talk (1)+ |$^.txt"], ["talk 1.txt", "talk 11 |$^.txt"]],
  ])("%j matches %j, and not %j", (glob, matching, others) => {
    const matches = globTest(glob);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter((path) => matches(path))).toEqual([]);
  });

  it("of names, stars and folders matches what other programs match", () => {
    const name = fc.stringMatching(/^[ab]{1,4}$/);
    const within = fc.constantFrom("a", "b", "*", "?", "[ab]", "[!a]", "{a,bb}", "{a*,b}");
    const part = fc.oneof(
      fc.array(within, { minLength: 1, maxLength: 5 }).map((each) => each.join("").replaceAll(/\*+/g, "*")),
      fc.constant("**"),
    );
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        (parts, names) => {
          const [glob, path] = [parts.join("/"), names.join("/")];
          expect(globTest(glob)(path), `${glob} for ${path}`).toBe(posix.matchesGlob(path, glob));
        },
      ),
    );
  });
});
