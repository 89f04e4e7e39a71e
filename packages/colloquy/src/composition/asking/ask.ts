import {
  ANSWER_PROMPT_VERSION,
  AnswerChecker,
  answerRequest,
  type AskContext,
  type AnswerCitation,
  type AnswerSentence,
  type CheckedAnswer,
  type ContextOptions,
  earlierTurns,
  extractAnswer,
  type KeptAnswer,
  namesToKeep,
  nearestSentence,
  type ReplyReading,
  requestKey,
  standaloneQuery,
} from "../../answering/index.ts";
import { CallAccount } from "../../calls/index.ts";
import { ColloquyError, printable } from "../../model/index.ts";
import { runUsage } from "../../pipeline/index.ts";
import type { ChatModel, ChatReply, ReadOptions } from "../../ports/index.ts";
import type { Rarity } from "../../retrieval/index.ts";
import { createRunId } from "../run-events.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { AskOptions, AskRequest, AskResult, QuestionOptions } from "./options.ts";
import { type AnswerModel, sendAnswer } from "./send-answer.ts";

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
  ) => Promise<AskContext>;
  readonly rarity: (query: string, options: ReadOptions) => Promise<Rarity>;
}

/** The reply that an answer is made from. */
type Replied = Pick<KeptAnswer, "profile" | "request" | "reply">;

/** An answer before it is reported. */
type Written = Pick<AskResult, "model" | "usage" | "outcome" | "traces" | "extractive"> & {
  readonly checked: CheckedAnswer;
};

const NO_REPLY: Replied = { profile: null, request: null, reply: null };
const NO_ANSWER: CheckedAnswer = {
  answer: [],
  citations: [],
  answered: false,
  dropped: { uncited: 0, ungrounded: 0 },
};

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
  const { context, conversation } = await prepare(asking, reading, question, options);
  const rarity = await reading.rarity(context.query, { signal: options.signal });
  const keep = (checked: CheckedAnswer, replied: Replied): void => {
    const time = new Date();
    const { answer, citations, answered } = checked;
    const { query } = context;
    const about = { question, query, entities: namesToKeep(context), time: time.toISOString() };
    const conversationId = conversation[0]?.conversation ?? createRunId(time);
    try {
      asking.answers.add({ conversation: conversationId, ...about, ...replied, answer, citations, answered });
    } catch (error) {
      if (!ColloquyError.isInstance(error)) throw error;
      // A workspace that can only be read is asked all the same.
      asking.notify(error.message);
    }
  };
  const { checked, ...facts } = await write(asking, { context, conversation, rarity, keep }, options);
  const { kind, query, found, unstated } = context;
  return {
    ...checked,
    question,
    query,
    kind,
    found,
    unstated,
    ...facts,
    nearest: checked.answered ? null : nearestSentence(context, rarity),
    exitCode: facts.outcome === "completed" ? 0 : 4,
  };
}

/** @throws ColloquyError `invalid-input` if there is no conversation to continue. */
async function prepare(
  { answers }: Pick<Asking, "answers">,
  { gather }: AskReading,
  question: string,
  { continue: continues = false, ...options }: QuestionOptions,
): Promise<{ readonly context: AskContext; readonly conversation: readonly KeptAnswer[] }> {
  const conversation = continues ? answers.conversation() : [];
  if (continues && conversation.length === 0)
    throw new ColloquyError(
      "invalid-input",
      "There is no conversation to continue in this workspace: ask the question without --continue.",
    );
  const query = standaloneQuery(question, conversation.at(-1));
  return { context: await gather({ question, query }, options), conversation };
}

interface Asked {
  readonly context: AskContext;
  readonly conversation: readonly KeptAnswer[];
  readonly rarity: Rarity;
  readonly keep: (checked: CheckedAnswer, replied: Replied) => void;
}

/** Writes the answer: from a recorded or kept reply, from the words alone, or by the model. */
async function write(asking: Asking, asked: Asked, options: AskOptions): Promise<Written> {
  const { context, conversation, rarity, keep } = asked;
  const { reply: recorded } = options;
  if (recorded !== undefined) {
    const checked = checkWhole(context, recorded, options);
    if (checked === null) throw unreadableRecord();
    keep(checked, { ...NO_REPLY, profile: "recorded", reply: recorded });
    return { ...unsent(), checked };
  }
  const chatModel = asking.own ?? (await asking.openModel());
  await using _opened = asking.own === undefined ? chatModel : null;
  // A model is asked even if the words found are only near the question: it may see more in them than a search does.
  if (chatModel === null || context.sources.length === 0) {
    const checked = chatModel === null ? extractAnswer(context, rarity) : NO_ANSWER;
    report(checked, options);
    keep(checked, NO_REPLY);
    return { ...unsent(), checked, extractive: chatModel === null };
  }
  const { profile: model } = chatModel;
  const profile = `${model} answer-${ANSWER_PROMPT_VERSION}`;
  const earlier = earlierTurns(conversation);
  const request = requestKey(profile, answerRequest(context, { earlier }));
  const known = asking.answers.replyTo(request);
  const kept = known === null ? null : checkWhole(context, known, options);
  if (kept !== null) {
    asking.notify(
      "The same question over the same words was answered before: its reply is used, and nothing was sent.",
    );
    keep(kept, { profile, request, reply: known });
    return { ...unsent(), checked: kept, model };
  }
  let checker = new AnswerChecker(context);
  const { reply, ...sent } = await sendAnswer(asking, chatModel, options, () => ({
    request: answerRequest(context, { earlier, contextTokens: chatModel.contextTokens }),
    chunks: [...new Set(context.sources.map(({ evidence }) => evidence.chunk))],
    read: () => readingWith((checker = new AnswerChecker(context)), options),
    keep: ({ text, interruption }) =>
      keep(checker.result, { profile, request: interruption === null ? request : null, reply: text }),
  }));
  if (reply !== null && !checker.isReadable) throw unreadableReply(model, reply);
  const outcome = reply === null ? "budget-reached" : "completed";
  return { ...unsent(), ...sent, checked: checker.result, model, outcome };
}

/** Reads a reply while it arrives, and reports its checked sentences. */
function readingWith(checker: AnswerChecker, options: AskOptions): ReplyReading {
  const reportSentence = sentenceReporter(options);
  return {
    add(piece) {
      for (const sentence of checker.add(piece)) reportSentence(sentence, checker.citations);
    },
    get isUsable() {
      return checker.result.answer.length > 0;
    },
  };
}

/** Null for a reply without a list of sentences. */
function checkWhole(context: AskContext, reply: string, options: AskOptions): CheckedAnswer | null {
  const checker = new AnswerChecker(context);
  readingWith(checker, options).add(reply);
  return checker.isReadable ? checker.result : null;
}

function report({ answer, citations }: CheckedAnswer, options: AskOptions): void {
  const reportSentence = sentenceReporter(options);
  for (const sentence of answer) reportSentence(sentence, citations);
}

/** Reports sentences one after another, each with the citations that no earlier one has. */
function sentenceReporter({ onToken, onSentence }: AskOptions) {
  let reported = 0;
  let separator = "";
  return (sentence: AnswerSentence, citations: readonly AnswerCitation[]): void => {
    const last = Math.max(reported, ...sentence.citations);
    onSentence?.(
      sentence,
      citations.filter(({ n }) => n > reported && n <= last),
    );
    onToken?.(`${separator}${sentence.text} ${sentence.citations.map((n) => `[${n}]`).join("")}`);
    reported = last;
    separator = " ";
  };
}

/** The facts of an answer for which nothing was sent. */
function unsent(): Omit<Written, "checked"> {
  const usage = runUsage(new CallAccount(), {}, { failuresOf: () => 0 });
  return { model: null, extractive: false, usage, outcome: "completed", traces: [] };
}

function unreadableRecord(): ColloquyError {
  return new ColloquyError(
    "invalid-input",
    "The recorded reply has no list of sentences: give the reply of a model to the request that --dry-run prints.",
  );
}

const LONGEST_REFUSAL = 200;

function unreadableReply(model: string, { finishReason, text }: ChatReply): ColloquyError {
  const refusal = printable(text).trim().slice(0, LONGEST_REFUSAL);
  const what =
    finishReason === "refusal"
      ? `${model} refused to answer${refusal === "" ? "" : ` (${refusal})`}.`
      : `The reply of ${model} does not have the requested form.`;
  return new ColloquyError("provider", `${what} It is kept in the workspace's folder. Ask another model with --model.`);
}
