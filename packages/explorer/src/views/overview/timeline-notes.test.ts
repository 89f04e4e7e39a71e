import { expect, it } from "vitest";
import { notesOf } from "./timeline-notes.ts";

it.each([
  [{ shown: 8, dated: 8, total: 8 }, []],
  [{ shown: 8, dated: 0, total: 8 }, []],
  [{ shown: 500, dated: 0, total: 1_200 }, ["The first 500 of 1,200 transcripts."]],
  [{ shown: 500, dated: 1_200, total: 1_200 }, ["The latest 500 of 1,200 transcripts with a date."]],
  [{ shown: 3, dated: 3, total: 4 }, ["1 transcript without a date is not shown."]],
  [
    { shown: 500, dated: 600, total: 650 },
    ["The latest 500 of 600 transcripts with a date.", "50 transcripts without a date are not shown."],
  ],
])("the picture of %j says %j", (counts, notes) => {
  expect(notesOf(counts)).toEqual(notes);
});
