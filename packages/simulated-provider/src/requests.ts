import { type SimulatedCall, tokensOf, wordsOf } from "./calls.ts";
import { contextExceeded, type Failure, invalidRequest, unknownModel } from "./failures.ts";
import type { Simulation } from "./options.ts";

const MOST_INPUTS = 2_048;
const MOST_TOKENS_AN_INPUT = 8_192;
const MOST_TOKENS_A_CALL = 300_000;

/** The fault of a call that is invalid at any time; null if it is valid. */
export function faultOfRequest(call: SimulatedCall, simulation: Simulation): Failure | null {
  if (simulation.models !== null && !simulation.models.includes(call.model)) return unknownModel(call.model);
  return call.endpoint === "chat" ? chatFault(call, simulation) : embeddingFault(call.texts);
}

function chatFault(
  call: Extract<SimulatedCall, { endpoint: "chat" }>,
  { structuredOutputs, contextTokens }: Simulation,
): Failure | null {
  if (!structuredOutputs && call.schema !== null)
    return invalidRequest(
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
      "response_format",
    );
  const input = tokensOf(wordsOf(call));
  const output = call.maxOutputTokens ?? 0;
  return input + output > contextTokens ? contextExceeded(contextTokens, input, output, "chat") : null;
}

function embeddingFault(texts: readonly string[]): Failure | null {
  if (texts.length === 0) return invalidRequest("'$.input' is invalid: it must not be empty.", "input");
  if (texts.length > MOST_INPUTS)
    return invalidRequest(`'$.input' is invalid: array too long, expected at most ${MOST_INPUTS} inputs.`, "input");
  const tokens = tokensOf(texts);
  if (tokens > MOST_TOKENS_A_CALL)
    return invalidRequest(
      `Invalid 'input': maximum request size is ${MOST_TOKENS_A_CALL} tokens per request, requested ${tokens} tokens.`,
      "input",
      "max_tokens_per_request",
    );
  const longest = Math.max(...texts.map((text) => tokensOf([text])));
  return longest > MOST_TOKENS_AN_INPUT ? contextExceeded(MOST_TOKENS_AN_INPUT, longest, 0, "embeddings") : null;
}
