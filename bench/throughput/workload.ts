// The calls of every measured client: our own instructions (about 2,100 tokens) and ten chunks, up to 4,000
// tokens of reply. The provider replies with about 220 tokens for a chunk. All prompts differ; a seed gives the same prompts.
import { tokensOfCall } from "../../packages/colloquy/src/extraction/by-model/call-size.ts";
import { batchPrompt, systemPrompt } from "../../packages/colloquy/src/extraction/by-model/prompt.ts";
import { replySchema } from "../../packages/colloquy/src/extraction/by-model/schema.ts";
import { DEFAULT_ONTOLOGY } from "../../packages/colloquy/src/extraction/index.ts";
import { batchLabel, DEFAULT_MIN_CONFIDENCE, type TurnView } from "../../packages/colloquy/src/model/index.ts";
import type { CallTokens, ChatRequest } from "../../packages/colloquy/src/ports/index.ts";

export const CHUNKS_A_CALL = 10;
const CHUNK_CHARACTERS = { least: 1600, most: 2000 };

const NAMES = ["Ada Abbot", "Zoe Quist", "Omar Reyes", "Lena Vogt"];
const THINGS = ["sleep", "training", "noise", "the remote control", "the budget", "daylight", "walking", "the review"];
const VERBS = ["reduces", "leads to", "enables", "requires", "causes"];
const FILLERS = ["as far as we saw", "in the second week", "for most of us", "and nobody was surprised", "I would say"];

const SYSTEM = systemPrompt(DEFAULT_ONTOLOGY, DEFAULT_MIN_CONFIDENCE);
const SCHEMA = replySchema(DEFAULT_ONTOLOGY);

/** A request of one message, which clients other than ours take as a prompt. */
export interface WorkloadCall extends ChatRequest {
  readonly prompt: string;
}

/** Calls of ten chunks each. */
export function workload(seed: number, calls: number): WorkloadCall[] {
  const chunks = Array.from({ length: calls * CHUNKS_A_CALL }, (_, index) => [chunkAt(seed, index)]);
  return Array.from({ length: calls }, (_, index) =>
    requestFor(chunks.slice(index * CHUNKS_A_CALL, (index + 1) * CHUNKS_A_CALL)),
  );
}

/** The call that requests these chunks. */
export function requestFor(chunks: readonly (readonly TurnView[])[]): WorkloadCall {
  const prompt = batchPrompt(chunks.map((turns) => ({ turns })));
  const messages = [{ role: "user", text: prompt }] as const;
  return {
    system: SYSTEM,
    prompt,
    messages,
    schema: SCHEMA,
    maxOutputTokens: tokensOf(prompt, chunks.length).maxOutputTokens,
  };
}

/** The extractor's estimate of a call's tokens: by characters, with the schema, which the provider may not count. */
export function expectedTokens(chunks: readonly (readonly TurnView[])[]): CallTokens {
  return tokensOf(batchPrompt(chunks.map((turns) => ({ turns }))), chunks.length);
}

function tokensOf(text: string, chunks: number) {
  const characters = SYSTEM.length + JSON.stringify(SCHEMA).length;
  return tokensOfCall({ characters, contextTokens: null, isReasoning: false }, { text, chunks });
}

/** Tokens of a call's prompt, as the provider estimates them. */
export function inputTokens({ system, messages }: ChatRequest): number {
  return Math.ceil(messages.reduce((sum, { text }) => sum + text.length, system.length) / 4);
}

/** The labels of the chunks of a call. */
export function labelsOf(chunks: number): string[] {
  return Array.from({ length: chunks }, (_, place) => batchLabel(place));
}

/** The text of one turn with the length of a chunk. */
export function chunkAt(seed: number, index: number): TurnView {
  const random = randomNumbers(seed * 100_000_007 + index);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? "";
  const length = CHUNK_CHARACTERS.least + random() * (CHUNK_CHARACTERS.most - CHUNK_CHARACTERS.least);
  let text = `This is chunk ${index} of talk ${seed}.`;
  while (text.length < length) text += ` ${pick(THINGS)} ${pick(VERBS)} ${pick(THINGS)}, ${pick(FILLERS)}.`;
  return { speaker: pick(NAMES), text };
}

/** Random numbers in [0, 1) of a seed (mulberry32, Tommy Ettinger). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
