import { expect, it } from "vitest";
import { notesOf } from "./timeline-notes.ts";

it.each([
  [{ dated: 8, undated: 0 }, { dated: 8, undated: 0 }, []],
  [{ dated: 0, undated: 8 }, { dated: 0, undated: 8 }, []],
  [{ dated: 3, undated: 1 }, { dated: 3, undated: 1 }, []],
  [{ dated: 0, undated: 500 }, { dated: 0, undated: 1_200 }, ["The first 500 of 1,200 transcripts."]],
  [{ dated: 500, undated: 0 }, { dated: 1_200, undated: 0 }, ["The latest 500 of 1,200 transcripts with a date."]],
  [{ dated: 3, undated: 497 }, { dated: 3, undated: 498 }, ["1 transcript without a date is not shown."]],
  [
    { dated: 500, undated: 0 },
    { dated: 600, undated: 50 },
    ["The latest 500 of 600 transcripts with a date.", "50 transcripts without a date are not shown."],
  ],
])("the picture of %j of %j says %j", (shown, all, notes) => {
  expect(notesOf(shown, all)).toEqual(notes);
});
