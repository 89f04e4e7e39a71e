import { expect, it } from "vitest";
import type { KnownNames } from "../ports/index.ts";
import { parseCorrections } from "../resolution/index.ts";
import { entityId } from "../model/index.ts";
import { hiddenBy } from "./hidden-names.ts";

const NAMES: KnownNames = {
  entity: null,
  keys: [],
  definitions: [],
  decisions: [],
  verdicts: [],
  splits: [],
  others: [],
};

/** A ledger in which a verdict makes telecommuting and remote work one entity, which is hidden. */
const ledger = {
  namesOf: (of: { readonly entity: string } | { readonly key: string }) =>
    Promise.resolve(
      "key" in of && ["telecommuting", "remote work"].includes(of.key)
        ? {
            ...NAMES,
            decisions: [{ first: "remote work", second: "telecommuting", isSame: true, source: "verdict" as const }],
          }
        : null,
    ),
};

it.each([
  ["remote work", ["remote work"]],
  ["the Remote Work", ["remote work"]],
  ["working remotely", ["remote work"]],
  ["telecommuting", ["remote work"]],
  ["home office", ["remote work"]],
  ["Speaker 2", ["Speaker 2 @a.txt"]],
  ["Speaker 3", []],
  [entityId("remote work"), ["remote work"]],
])("the entries that hide %j are %j", async (name, entries) => {
  const value = { hide: ["remote work", "Speaker 2 @a.txt"], same: [["remote work", "home office"]] };
  expect(await hiddenBy(name, parseCorrections(value, "aliases.yaml"), ledger)).toEqual(entries);
});
