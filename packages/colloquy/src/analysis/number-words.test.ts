import { describe, expect, it } from "vitest";
import { numberRuns } from "./index.ts";

const values = (text: string): number[] => numberRuns(text.split(" ")).map(({ value }) => value);

describe("numberRuns", () => {
  it.each<[string, number[]]>([
    ["the 12 of them", [12]],
    ["12.5 million", [12_500_000]],
    ["twenty five euros", [25]],
    ["two hundred and six people", [206]],
    ["three million two hundred thousand", [3_200_000]],
    ["nineteen ninety nine", [1999]],
    ["twenties 20s third 3rd", [20, 20]],
    ["five and six", [5, 6]],
    ["one two three", [1, 2, 3]],
    ["hundred of people and", []],
  ])("reads %j as %j", (text, numbers) => {
    expect(values(text)).toEqual(numbers);
  });

  it("reports the position of a number", () => {
    expect(numberRuns(["about", "forty", "two", "percent"])).toEqual([{ start: 1, end: 3, value: 42 }]);
  });
});
