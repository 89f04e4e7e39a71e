import { describe, expect, it } from "vitest";
import { readYaml } from "./yaml-text.ts";

/** Nine names, each a list of nine aliases of the previous name. */
const LAUGHS = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefghi"
    .split("")
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]`),
].join("\n");

describe("YAML", () => {
  it("is read with aliases that share a value", () => {
    expect(readYaml("a: &x [1]\nb: *x\nc: [*x, *x]")).toMatchObject({
      value: { a: [1], b: [1], c: [[1], [1]] },
      fault: null,
    });
  });

  it.each([
    ["a: &x [*x]", "an alias refers to a value that contains it"],
    ["&x a: { b: &y { c: *y } }", "an alias refers to a value that contains it"],
    ["a: 1\n---\na: 2\n", "it has more than one document"],
    [LAUGHS, "its aliases expand to too many values"],
    ["[".repeat(20_000), "it is nested too deeply"],
    [`${"[".repeat(3_000)}${"]".repeat(3_000)}`, null],
  ])("never throws: %#", (text, message) => {
    const { fault } = readYaml(text);
    if (message !== null) expect(fault?.message).toBe(message);
  });

  it("reports the position of an error", () => {
    const { fault, lineOf, value } = readYaml("a: 1\nb: [1\na: 2\n");
    expect(value).toBeUndefined();
    expect(fault?.code).not.toBeNull();
    expect(lineOf(fault?.start ?? 0)).toBeGreaterThan(1);
  });
});
