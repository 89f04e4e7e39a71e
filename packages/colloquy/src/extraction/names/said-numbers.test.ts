import { describe, expect, it } from "vitest";
import { numberReadings, saidNumbers } from "./said-numbers.ts";

describe("numberReadings", () => {
  it.each<[string, number[]]>([
    ["It costs 12.5 Euros", [12.5]],
    ["twelve point five", [12.5]],
    ["one point s eight", [1.8]],
    ["three point one four", [3.14]],
    ["twelve and a half Euros", [12.5]],
    ["was it twelve twelve and a half", [12.5]],
    ["at twelve fifty", [1_250, 12.5]],
    ["at 12:13", [1_213]],
    ["twelve thirteen", [1_213]],
    ["a hundred subjects", [100]],
    ["twenty-five or 30", [25, 30]],
    ["ES2008", []],
  ])("of %j include %j", (text, numbers) => {
    expect(numberReadings(text)).toEqual(expect.arrayContaining(numbers));
    if (numbers.length === 0) expect(numberReadings(text)).toEqual([]);
  });
});

it("saidNumbers gives the words of a number", () => {
  const [number] = saidNumbers("About twelve point five Euros");
  expect(number?.words.map(({ written }) => written)).toEqual(["twelve", "point", "five"]);
});
