import { expect, it } from "vitest";
import { graphAddress, searchAddress, transcriptAddress } from "./addresses.ts";

it("reads texts, numbers and lists of an address, and leaves out what is empty or something else", () => {
  expect(transcriptAddress({ at: "12-20", find: 7, entity: "", speaker: { name: "Ada" } })).toEqual({
    at: "12-20",
    find: "7",
  });
  expect(graphAddress({ open: ["a", "", 2], type: "Person", file: [] })).toEqual({
    open: ["a", "2"],
    type: ["Person"],
  });
  expect(searchAddress({ q: "tea", exact: "true" })).toEqual({ q: "tea", exact: true });
  expect(searchAddress({ exact: "yes" })).toEqual({});
});
