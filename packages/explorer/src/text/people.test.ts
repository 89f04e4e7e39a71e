import { expect, it } from "vitest";
import { distinctionsOf } from "./people.ts";

it("tells people of one name apart by their transcripts, and nobody else", () => {
  const listed = [
    { id: "1", name: "Professor D", firstFile: "icsi/Bmr001.txt", transcripts: 1 },
    { id: "2", name: "Ada Novak", firstFile: "icsi/Bmr001.txt", transcripts: 2 },
    { id: "3", name: "Professor D", firstFile: "icsi/Bmr002.txt", transcripts: 3 },
  ];
  expect(distinctionsOf(listed)).toEqual(
    new Map([
      ["1", "Bmr001"],
      ["3", "Bmr002 and 2 more"],
    ]),
  );
});
