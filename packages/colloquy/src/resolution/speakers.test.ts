import { describe, expect, it } from "vitest";
import { namesNobody, speakerKey, personByPartOfName } from "./speakers.ts";

describe("a speaker label", () => {
  it.each([
    "Speaker 1",
    "SPEAKER_00",
    "spk_1",
    "S12",
    "Host",
    "Professor B",
    "PhD C",
    "Project Manager",
    "Q",
    "Unknown Speaker",
    "Interviewer",
    "The Acting Chair",
  ])("%s names no person", (label) => {
    expect(namesNobody(label)).toBe(true);
    expect(speakerKey(label, "one").key).not.toBe(speakerKey(label, "other").key);
  });

  it.each(["Ann Lee", "Dr. Ann Lee", "Lynne Neagle AM", "Grace", "李雷", "CDR"])(
    "%s is one person across transcripts",
    (label) => {
      expect(namesNobody(label)).toBe(false);
      expect(speakerKey(label, "one")).toEqual(speakerKey(label, "other"));
    },
  );

  it("with a role around a name has the key of the name", () => {
    expect(speakerKey("The Chair (Ms. Ada Moss (North, CPC))", "one")).toEqual(speakerKey("Ada Moss", "other"));
  });
});

describe("a part of a speaker's name", () => {
  const find = personByPartOfName(["Maya Okafor", "Dr. Tom Reed", "Ann Reed", "Speaker 1"]);

  it("is the speaker if no other speaker shares it", () => {
    expect(find("Maya")?.key).toBe("maya okafor");
    expect(find("Okafor")?.key).toBe("maya okafor");
    expect(find("Dr. Okafor")?.key).toBe("maya okafor");
    expect(find("Tom")?.key).toBe("tom reed");
  });

  it("is the speaker, in any form of the name", () => {
    const forms = ["Mireille B. Reece, Psy.D", "Mireille Reece", "Adam Stacoviak"];
    for (const people of [forms, forms.toReversed()]) {
      expect(personByPartOfName(people)("Mireille")?.key).toBe("mireille b reece");
      expect(personByPartOfName(people)("Dr. Reece")?.key).toBe("mireille b reece");
    }
  });

  it("is no person if two people share it, or if it is no name", () => {
    expect(find("Reed")).toBeNull();
    expect(find("maya")).toBeNull();
    expect(find("Speaker")).toBeNull();
    expect(find("Maya Road")).toBeNull();
  });

  it("is no person if two people differ in a middle initial alone", () => {
    const one = personByPartOfName(["Ann B. Lee", "Ann Lee"]);
    expect(one("Ann")?.key).toBe("ann b lee");
    for (const people of [
      ["Ann B. Lee", "Ann C. Lee"],
      ["Ann Y. Lee", "Ann Lee", "Ann Z. Lee"],
      ["Ann Y. Lee", "Ann Z. Lee", "Ann Lee"],
    ])
      expect(personByPartOfName(people)("Ann")).toBeNull();
  });
});
