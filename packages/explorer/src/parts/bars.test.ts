import { expect, it } from "vitest";
import { splitByDate } from "./bars.tsx";

const split = (...bars: readonly (readonly string[])[]) => splitByDate(bars, (bar) => bar);

it("puts bars without a date apart, and gives the range of the others alone", () => {
  expect(split(["2026-01-02"], ["2026-02", "2026-03"], [], [])).toEqual({
    dated: [["2026-01-02"], ["2026-02", "2026-03"]],
    undated: [[], []],
    range: ["2026-01-02", "2026-03"],
  });
  expect(split(["2026"], ["2026"]).range).toEqual(["2026"]);
  expect(split([]).range).toEqual([]);
});
