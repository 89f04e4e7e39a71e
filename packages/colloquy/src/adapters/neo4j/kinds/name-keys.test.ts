import { expect, it } from "vitest";
import type { EntityRow } from "../../../model/index.ts";
import { isNamed, nameKeysQuery, nameKeys } from "./name-keys.ts";

function entity(name: string, ...aliases: readonly string[]): EntityRow {
  const named = aliases.map((alias) => ({ name: alias, reason: "case" }));
  return { kind: "entity", id: "e", name, type: "Concept", aliases: named, mentions: 1, transcripts: 1 };
}

it("creates keys of an entity's names without case and without duplicates", () => {
  expect(nameKeys(entity("Maya Okafor", "maya okafor", "STRASSE", "Straße"))).toEqual(["maya okafor", "strasse"]);
});

it("keeps keys of any characters shorter than the limit of the server's index", () => {
  for (const name of ["a".repeat(50_000), "日".repeat(50_000), "\u{10ffff}".repeat(50_000), "\ud83d".repeat(50_000)]) {
    for (const key of nameKeys(entity(name, `${name}b`))) {
      expect(Buffer.byteLength(key)).toBeLessThan(1_000);
      expect(key.isWellFormed()).toBe(true);
    }
  }
});

it("quotes a key as one word without operators", () => {
  expect(nameKeysQuery(['C:\\ "AND" (x*)', "b"])).toBe('nameKeys:"c:\\\\ \\"and\\" (x*)" OR nameKeys:"b"');
});

it("compares whole names when their cut keys are equal", () => {
  const long = "a".repeat(300);
  expect(isNamed(entity("x", `${long}B`), new Set([`${long}b`]))).toBe(true);
  expect(isNamed(entity("x", `${long}C`), new Set([`${long}b`]))).toBe(false);
});
