/** The JSON Schema of a reply, in the keywords that all providers support. */
export const JUDGE_SCHEMA = {
  type: "object",
  properties: { pairs: { type: "array", maxItems: 100, items: { type: "string", maxLength: 24 } } },
  required: ["pairs"],
  additionalProperties: false,
} as const;
