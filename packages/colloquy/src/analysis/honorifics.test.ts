import { describe, expect, it } from "vitest";
import { hasTitle, stripHonorifics, stripPostNominals } from "./honorifics.ts";

describe("degrees and honours behind a name", () => {
  it.each([
    ["Mireille B. Reece, Psy.D", "Mireille B. Reece"],
    ["Mireille B. Reece, Psy.D.", "Mireille B. Reece"],
    ["Reece, PsyD", "Reece"],
    ["Ann Lee PhD", "Ann Lee"],
    ["Ann Lee, Pharm.D, MPH", "Ann Lee"],
    ["Ann Lee, M.D.", "Ann Lee"],
    ["Lynne Neagle AM", "Lynne Neagle"],
    ["John Smith Jr.", "John Smith"],
    ["Ann Lee, LMFT", "Ann Lee"],
    ["Ann Lee, LCSW-R", "Ann Lee"],
    ["Ann Lee, RN, BSN", "Ann Lee"],
    ["Ann Lee, M.A., CCC-SLP", "Ann Lee"],
    ["Ann Lee, MD PhD FACP", "Ann Lee"],
    ["Ann Lee, Ph. D.", "Ann Lee"],
    ["Ann Lee, B.Sc. & MEd", "Ann Lee"],
    ["Ann Lee PhD, RN", "Ann Lee"],
  ])("are no part of %j", (name, bare) => {
    expect(stripPostNominals(name)).toBe(bare);
    expect(stripHonorifics(name)).toBe(bare);
  });

  it.each([
    "Portland, ME",
    "Portland, OR",
    "Washington, DC",
    "Jackson, MS",
    "New York, USA",
    "Jersey City, N.J.",
    "Acme Widgets, LLC",
    "Ann Lee, Bob Ray",
    "Ann Lee, IBM and others",
    "the board, NASA",
    "Jack Ma",
    "PhD",
    "gaming PC",
    "MBA",
    "a, b and c",
  ])("are not in %j", (name) => {
    expect(stripPostNominals(name)).toBe(name);
  });
});

describe("titles before a name", () => {
  it("are no part of it, unless the name is nothing else", () => {
    expect(stripHonorifics("Dr. Maya Okafor, PhD (Host)")).toBe("Maya Okafor");
    expect(stripHonorifics("general anxiety")).toBe("general anxiety");
    expect(stripHonorifics("Professor")).toBe("Professor");
    expect([hasTitle("Dr. Okafor"), hasTitle("Okafor")]).toEqual([true, false]);
  });
});
