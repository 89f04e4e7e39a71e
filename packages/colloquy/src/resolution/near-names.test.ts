import { describe, expect, it } from "vitest";
import { areNear, type TypedName } from "./near-names.ts";
import { normaliseName } from "./normalise.ts";

const named = (name: string, type = "Concept"): TypedName => ({ key: normaliseName(name).key, name, type });
const near = (one: string, other: string, cosine = 0.99): boolean =>
  areNear(named(one), named(other), cosine) && areNear(named(other), named(one), cosine);

describe("names with near vectors", () => {
  it.each([
    ["big buttons", "large buttons"],
    ["LCD display", "LCD screen"],
    ["Global Wales initiative", "Global Wales programme"],
    ["speech recognition", "voice recognition"],
    ["company web site", "corporate website"],
    ["technological innovation", "technologically innovative"],
    ["agricultural sector", "agriculture sector"],
    ["functionalities", "multiple functionalities"],
    ["Erasmus", "Erasmus programme"],
    ["Nokias", "Nokia phones"],
  ])("%s and %s are one", (one, other) => {
    expect(near(one, other)).toBe(true);
  });

  it.each([
    ["older people", "younger people"],
    ["double curved", "single curved"],
    ["six buttons", "twelve buttons"],
    ["16 Euros", "12 Euros"],
    ["Cardiff University", "Swansea University"],
    ["red wine", "white wine"],
    ["formal learning", "informal learning"],
    ["voice detection", "voice detector"],
    ["childhood education", "children's education"],
    ["diverse country", "diversity of the country"],
    ["prototypes", "making the prototypes"],
    ["teletext", "use of teletext"],
    ["menu", "main menu"],
    ["multiple sclerosis", "sclerosis"],
    ["user interface", "user interface concept"],
    ["apple programme", "apple"],
    ["Welsh Government officials", "Welsh Governments"],
    ["agriculture", "farming"],
    ["school teaching", "teaching university"],
  ])("%s and %s are two", (one, other) => {
    expect(near(one, other)).toBe(false);
  });

  it("are two if one names a person", () => {
    const [one, other] = [named("big buttons"), named("large buttons")];
    expect(areNear({ ...one, type: "Person" }, other, 0.99)).toBe(false);
  });

  it("need nearer vectors for another word than for another form of the word", () => {
    expect(near("big buttons", "large buttons", 0.86)).toBe(false);
    expect(near("technological innovation", "technologically innovative", 0.85)).toBe(true);
    expect(near("technological innovation", "technologically innovative", 0.83)).toBe(false);
  });
});
