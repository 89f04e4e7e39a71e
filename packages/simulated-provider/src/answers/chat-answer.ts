import type { ChatCall } from "../calls.ts";
import { chance } from "../chance.ts";
import type { Fault } from "../faults.ts";
import type { Simulation } from "../options.ts";
import { fillSchema, hasEntries, type Question } from "./fill-schema.ts";
import { type PromptChunk, chunksOf } from "./chunks.ts";
import { isSchema, type Schema, schemaInWords } from "./schema.ts";

/** A chat reply before delivery, which may cut it short. */
export interface ChatAnswer {
  readonly text: string;
  /** Null unless the model refuses. */
  readonly refusal: string | null;
  readonly finishReason: "stop" | "length";
  /** As usage counts them, without hidden reasoning. */
  readonly outputTokens: number;
}

const REFUSAL = "I'm sorry, but I can't assist with that request.";
const HUGE = 50_000_000;
/** Characters of a usual chunk. */
const USUAL_LENGTH = 1_800;

/** The length of answers. */
export type AnswerLength = Pick<
  Simulation,
  "outputTokensPerChunk" | "outputSpread" | "outputFollowsLength" | "reasoningTokens"
>;

/** The answer to a call: a function of its words, its schema, its fault and the random number of the attempt, `dice`. */
export function chatAnswer(
  call: ChatCall,
  fault: Fault | null,
  { outputTokensPerChunk, reasoningTokens, ...length }: AnswerLength,
  dice: number,
): ChatAnswer {
  const prompt = wordsOf(call, (role) => role === "user");
  const instructions = wordsOf(call, (role) => role !== "user");
  const schema = schemaOf(call.schema, prompt, instructions);
  const chunks = schema !== null && hasEntries(schema) ? chunksOf(prompt) : [];
  if (fault === "refusal") return { text: "", refusal: REFUSAL, finishReason: "stop", outputTokens: 12 };
  const whole = textOf(schema, fault, { prompt, instructions });
  const outputTokens =
    outputTokensPerChunk === null || chunks.length === 0
      ? tokensOfText(whole, chunks.length === 0 && schema !== null && fault !== "huge")
      : chunks.reduce((sum, chunk) => sum + tokensOf(chunk, outputTokensPerChunk, length), 0);
  if (fault === "huge")
    return { text: whole, refusal: null, finishReason: "stop", outputTokens: Math.min(outputTokens, 4_000) };
  const room = Math.max(1, (call.maxOutputTokens ?? Number.POSITIVE_INFINITY) - reasoningTokens);
  const kept = Math.min(1, room / outputTokens) * (fault === "cut-off" ? 0.1 + 0.8 * dice : 1);
  const text = fault === "bad-json" ? spoil(whole, dice) : whole;
  return {
    text: kept < 1 ? text.slice(0, Math.floor(text.length * kept)) : text,
    refusal: null,
    finishReason: kept < 1 ? "length" : "stop",
    outputTokens: Math.max(1, Math.floor(outputTokens * kept)),
  };
}

/** Null for a call that asks for plain words. */
function schemaOf(schema: unknown, prompt: string, instructions: string): Schema | null {
  if (isSchema(schema)) return schema;
  return /^=== .+ ===$/m.test(prompt) ? schemaInWords(instructions) : null;
}

function textOf(schema: Schema | null, fault: Fault | null, question: Question): string {
  if (fault === "huge") return `{"chunks":[{"label":"${"x".repeat(HUGE)}"}]}`;
  if (fault === "wrong-schema") return JSON.stringify({ summary: "The speakers talk.", topics: 0 });
  if (schema === null) return "Yes.";
  return JSON.stringify(fillSchema(schema, fault === "omission" ? { ...question, prompt: "" } : question));
}

/** A text that ends early as if it were complete, or that is no JSON from its first word on. */
function spoil(text: string, dice: number): string {
  return dice < 0.5
    ? text.slice(0, Math.floor(text.length * (0.2 + dice)))
    : `Of course: here is what the chunks say, as requested. ${text.replaceAll(/["{}[\]]/g, " ")}`;
}

/** Labels and punctuation have more tokens for their characters than words. */
function tokensOfText(text: string, hasLabels: boolean): number {
  const pieces = hasLabels ? (text.match(/\p{L}{1,9}|\d{1,3}|[^\p{L}\d\s]+/gu) ?? []) : [];
  return Math.max(pieces.length, Math.ceil(text.length / 4));
}

/** About the configured number; it varies with the words of the chunk. */
function tokensOf(
  { turns }: PromptChunk,
  target: number,
  { outputSpread, outputFollowsLength }: Pick<AnswerLength, "outputSpread" | "outputFollowsLength">,
): number {
  const words = turns.join("\n");
  const usual = outputFollowsLength ? (target * words.length) / USUAL_LENGTH : target;
  return Math.max(1, Math.round(usual * (1 - outputSpread + 2 * outputSpread * chance(words, "length"))));
}

function wordsOf(call: ChatCall, wanted: (role: string) => boolean): string {
  return call.messages
    .filter(({ role }) => wanted(role))
    .map(({ content }) => content)
    .join("\n");
}
