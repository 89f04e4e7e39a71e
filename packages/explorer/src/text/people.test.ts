import { expect, it } from "vitest";
import { detailsOf, distinctionsOf } from "./people.ts";

it("tells people of one name apart by their transcripts, and nobody else", () => {
  const listed = [
    { id: "1", name: "Professor D", firstFile: "icsi/Bmr001.txt", transcripts: 1 },
    { id: "2", name: "Ada Novak", firstFile: "icsi/Bmr001.txt", transcripts: 2 },
    { id: "3", name: "Professor D", firstFile: "icsi/Bmr002.txt", transcripts: 3 },
  ];
  expect(distinctionsOf([{ id: "0", name: "Professor D", transcripts: 1 }, ...listed])).toEqual(
    new Map([
      ["1", "Bmr001"],
      ["3", "Bmr002 and 2 more"],
    ]),
  );
});

it("stands beside the type of a suggested name", () => {
  const professor = { name: "Professor D", type: "Person", mentions: 9 };
  const suggested = [
    { ...professor, id: "1", transcripts: 1, firstFile: "a/Bmr001.txt" },
    { ...professor, id: "2", transcripts: 3, firstFile: "Bmr009.txt" },
    { ...professor, id: "3", name: "Grad C", transcripts: 1 },
  ];
  expect(suggested.map(detailsOf(suggested))).toEqual(["person · Bmr001", "person · Bmr009 and 2 more", "person"]);
});
