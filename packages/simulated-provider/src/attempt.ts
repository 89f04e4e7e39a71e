import type { LimitStatuses } from "./admission.ts";
import { chatAnswer } from "./answers/chat-answer.ts";
import { vectorOf } from "./answers/vectors.ts";
import { type ChatCall, type EmbeddingCall, type SimulatedCall, tokensOf, wordsOf } from "./calls.ts";
import { chance } from "./chance.ts";
import { invalidRequest, OVERLOADED, SERVER_ERROR } from "./failures.ts";
import type { Fault } from "./faults.ts";
import { chatPace, embeddingPace } from "./latency.ts";
import type { Simulation } from "./options.ts";
import type { Outcome, Reply } from "./outcome.ts";

/** One admitted attempt of a call. */
export interface Attempt {
  readonly call: SimulatedCall;
  readonly hash: string;
  /** Among the admitted attempts of this content, from 0. */
  readonly number: number;
  readonly fault: Fault | null;
  readonly limits: LimitStatuses;
  /** Of its input; served from the prompt cache. */
  readonly cachedTokens: number;
}

/** The outcome of an attempt: a function of the seed, its content and its number. The cache affects only its usage. */
export function outcomeOf(simulation: Simulation, attempt: Attempt): Outcome {
  const { call, hash, number, fault, limits } = attempt;
  const dice = chance(simulation.seed, hash, number, "dice");
  const reply =
    call.endpoint === "chat" ? chatReply(simulation, call, attempt, dice) : vectorReply(simulation, call, attempt);
  const afterMs = reply.pace.headMs;
  switch (fault) {
    case "server-error":
      return { kind: "failure", failure: SERVER_ERROR, afterMs, limits };
    case "overloaded":
      return { kind: "failure", failure: OVERLOADED, afterMs, limits };
    case "bad-request":
      return {
        kind: "failure",
        failure: invalidRequest("Invalid prompt: your prompt was flagged."),
        afterMs,
        limits,
      };
    case "reset":
      return { ...reply, breaksOff: { afterMs: dice * reply.pace.totalMs, how: "lost" } };
    case "hang":
      return { ...reply, breaksOff: { afterMs: dice * reply.pace.totalMs, how: "silent" } };
    default:
      return reply;
  }
}

function chatReply(
  simulation: Simulation,
  call: ChatCall,
  { hash, number, fault, limits, cachedTokens }: Attempt,
  dice: number,
): Reply {
  const { outputTokens, ...answer } = chatAnswer(call, fault, simulation, dice);
  const { reasoningTokens } = simulation;
  return {
    kind: "reply",
    content: { kind: "chat", ...answer },
    usage: {
      inputTokens: tokensOf(wordsOf(call)),
      cachedInputTokens: cachedTokens,
      outputTokens: outputTokens + reasoningTokens,
      reasoningTokens,
    },
    limits,
    pace: chatPace(simulation, hash, number, outputTokens),
    breaksOff: null,
  };
}

function vectorReply(simulation: Simulation, call: EmbeddingCall, { hash, number, fault, limits }: Attempt): Reply {
  const inputTokens = tokensOf(call.texts);
  const dimensions = call.dimensions ?? simulation.dimensions;
  return {
    kind: "reply",
    content:
      fault === "bad-json"
        ? { kind: "garbage", text: '{"object":"list","data":[{"object":"embedding","index":0,"embed' }
        : { kind: "vectors", vectors: call.texts.map((text) => vectorOf(text, dimensions)) },
    usage: { inputTokens, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
    limits,
    pace: embeddingPace(simulation, hash, number, inputTokens),
    breaksOff: null,
  };
}
