import { VERDICTS } from "../ports/index.ts";

/** The JSON Schema of a reply, in the keywords that all providers support. */
export const JUDGE_SCHEMA = {
  type: "object",
  properties: {
    pairs: {
      type: "array",
      maxItems: 100,
      items: {
        type: "object",
        properties: { label: { type: "string", maxLength: 8 }, verdict: { type: "string", enum: VERDICTS } },
        required: ["label", "verdict"],
        additionalProperties: false,
      },
    },
  },
  required: ["pairs"],
  additionalProperties: false,
} as const;
