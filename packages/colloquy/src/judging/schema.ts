import type { Verdict } from "../ports/index.ts";

/** The lists of a reply by their keys. A pair of names that no list has is different, a pair of mentions of one name is the same. */
export const LISTS = {
  same: "same",
  broader_kind: "broader kind",
  broader_part: "broader part",
  narrower_kind: "narrower kind",
  narrower_part: "narrower part",
  unsure: "unsure",
  two_things: "different",
} as const satisfies Readonly<Record<string, Verdict>>;

const PAIRS = { type: "array", maxItems: 400, items: { type: "string", maxLength: 16 } } as const;

/** The JSON Schema of a reply, in the keywords that all providers support. */
export const JUDGE_SCHEMA = {
  type: "object",
  properties: Object.fromEntries(Object.keys(LISTS).map((key) => [key, PAIRS])),
  required: Object.keys(LISTS),
  additionalProperties: false,
} as const;
