import type { CallTokens, ChatRequest } from "../../ports/index.ts";

const SYSTEM = "You answer in JSON.";
const PROMPT = 'Answer with {"answers": [{"text": "yes", "mood": "calm", "confidence": 1}]} and nothing else.';
/** Has every keyword of real requests' schemas: a provider refuses them in this call, where a refusal costs nothing. */
const SCHEMA = {
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
};
const MAX_OUTPUT_TOKENS = 64;

/** Shows which parameters a model takes. */
export const SMALLEST_REQUEST: ChatRequest = {
  system: SYSTEM,
  messages: [{ role: "user", text: PROMPT }],
  schema: SCHEMA,
  maxOutputTokens: MAX_OUTPUT_TOKENS,
};

/** Estimated from characters, as the costs of other calls. */
export const SMALLEST_TOKENS: CallTokens = {
  inputTokens: Math.ceil((SYSTEM.length + PROMPT.length + JSON.stringify(SCHEMA).length) / 4),
  maxOutputTokens: MAX_OUTPUT_TOKENS,
};
