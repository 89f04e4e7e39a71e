import type { CallCost, ChatRequest } from "../../ports/index.ts";

/**
 * Shows what a model can be asked for. Its schema has every keyword that the schemas of real requests have, so that what a
 * provider refuses of them is refused here, where it costs nothing.
 */
export const SMALLEST_REQUEST: ChatRequest = {
  system: "You answer in JSON.",
  prompt: 'Answer with {"answers": [{"text": "yes", "mood": "calm", "confidence": 1}]} and nothing else.',
  schema: {
    type: "object",
    properties: {
      answers: {
        type: "array",
        items: {
          type: "object",
          properties: {
            text: { type: "string", maxLength: 8 },
            mood: { type: "string", enum: ["calm", "busy"] },
            confidence: { type: "number" },
          },
          required: ["text", "mood", "confidence"],
          additionalProperties: false,
        },
        maxItems: 1,
      },
    },
    required: ["answers"],
    additionalProperties: false,
  },
  maxOutputTokens: 64,
};

/** By characters, as the costs of other calls are estimated. */
export const SMALLEST_COST: CallCost = {
  inputTokens: Math.ceil(
    (SMALLEST_REQUEST.system.length + SMALLEST_REQUEST.prompt.length + JSON.stringify(SMALLEST_REQUEST.schema).length) /
      4,
  ),
  maxOutputTokens: SMALLEST_REQUEST.maxOutputTokens,
};
