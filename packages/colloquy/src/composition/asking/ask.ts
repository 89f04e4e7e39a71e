import {
  answerRequest,
  type AskContext,
  type ContextOptions,
  contradictionsLeftOut,
  type GatheredContext,
  earlierTurns,
  type KeptAnswer,
  namesToKeep,
  nearestSentence,
  standaloneQuery,
} from "../../answering/index.ts";
import { ColloquyError } from "../../model/index.ts";
import type { ChatModel, ReadOptions } from "../../ports/index.ts";
import type { Rarity } from "../../retrieval/index.ts";
import { createRunId } from "../run-events.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { AskOptions, AskRequest, AskResult, QuestionOptions } from "./options.ts";
import type { AnswerModel } from "./send-answer.ts";
import { type Asked, writeAnswer } from "./write-answer.ts";

/** What questions to a workspace use. */
export interface Asking extends AnswerModel {
  readonly answers: KeptAnswers;
  /** Opens the model; null if the options name none. */
  readonly openModel: () => Promise<ChatModel | null>;
}

/** How the workspace is read for a question. */
export interface AskReading {
  readonly gather: (
    asked: { readonly question: string; readonly query: string },
    options: ContextOptions,
  ) => Promise<GatheredContext>;
  readonly rarity: (query: string, options: ReadOptions) => Promise<Rarity>;
}

/** Gathers the evidence for a question, and writes the request to a model. Sends nothing. */
export async function prepareRequest(
  asking: Pick<Asking, "answers">,
  reading: AskReading,
  question: string,
  options: QuestionOptions,
): Promise<AskRequest> {
  const { context, conversation } = await prepare(asking, reading, question, options);
  return { context, request: answerRequest(context, { earlier: earlierTurns(conversation) }) };
}

/** Answers a question from its context, and keeps question, answer and reply. See `Workspace.ask`. */
export async function answerQuestion(
  asking: Asking,
  reading: AskReading,
  question: string,
  options: AskOptions,
): Promise<AskResult> {
  const { context, passages, conversation } = await prepare(asking, reading, question, options);
  const rarity = await reading.rarity(context.query, { signal: options.signal });
  const nearness = { rarity, passages };
  const kept = keeper(asking.answers, context, conversation);
  const evidence = { context, conversation, nearness, keep: kept.keep };
  const { checked, ...facts } = await writeAnswer(asking, evidence, options);
  const { query, kind, asksForContradictions, found, unstated, missing } = context;
  const contradictions = {
    recorded: context.contradictions.length,
    leftOut: facts.extractive ? contradictionsLeftOut(context, checked) : 0,
  };
  const nearest = checked.answered ? null : nearestSentence(context, nearness);
  const exitCode = facts.outcome === "completed" ? (facts.unkept === null ? 0 : 1) : 4;
  const asked = { question, query, kind, asksForContradictions, found, unstated, missing };
  return { ...checked, ...asked, ...facts, contradictions, nearest, conversation: kept.conversation(), exitCode };
}

/** Keeps answers to one question, and says in which conversation; null: nothing is kept. */
function keeper(
  answers: KeptAnswers,
  context: AskContext,
  conversation: readonly KeptAnswer[],
): Pick<Asked, "keep"> & { readonly conversation: () => string | null } {
  const { question, query } = context;
  let keptIn: string | null = null;
  const keep: Asked["keep"] = ({ answer, citations, answered }, replied) => {
    const time = new Date();
    const about = { question, query, entities: namesToKeep(context), time: time.toISOString() };
    const of = conversation[0]?.conversation ?? createRunId(time);
    try {
      answers.add({ conversation: of, ...about, ...replied, answer, citations, answered });
      keptIn = of;
      return null;
    } catch (error) {
      if (!ColloquyError.isInstance(error)) throw error;
      return error.message;
    }
  };
  return { keep, conversation: () => keptIn };
}

/** @throws ColloquyError `invalid-input` if there is no conversation to continue; `not-found` if the named one is not kept. */
async function prepare(
  { answers }: Pick<Asking, "answers">,
  { gather }: AskReading,
  question: string,
  { continue: continues = false, conversation: named, ...options }: QuestionOptions,
): Promise<GatheredContext & { readonly conversation: readonly KeptAnswer[] }> {
  const conversation = continues || named !== undefined ? answers.conversation(named) : [];
  if (named !== undefined && conversation.length === 0)
    throw new ColloquyError("not-found", "The conversation is not kept in this workspace. Ask a new question.");
  if (continues && conversation.length === 0)
    throw new ColloquyError("invalid-input", "There is no conversation to continue in this workspace.", {
      terminalHint: "Ask the question without --continue.",
    });
  const query = standaloneQuery(question, conversation.at(-1));
  return { ...(await gather({ question, query }, options)), conversation };
}
