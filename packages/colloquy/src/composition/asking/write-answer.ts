import {
  ANSWER_PROMPT_VERSION,
  AnswerChecker,
  type AnswerRequest,
  answerRequest,
  type AskContext,
  type CheckedAnswer,
  earlierTurns,
  extractAnswer,
  type KeptAnswer,
  type Nearness,
  requestKey,
} from "../../answering/index.ts";
import { CallAccount } from "../../calls/index.ts";
import { ColloquyError, printable } from "../../model/index.ts";
import { runUsage } from "../../pipeline/index.ts";
import type { ChatModel, ChatReply } from "../../ports/index.ts";
import type { Asking } from "./ask.ts";
import type { AskOptions, AskResult } from "./options.ts";
import { checkWhole, readingWith, report } from "./report-answer.ts";
import { sendAnswer } from "./send-answer.ts";

/** The reply that an answer is made from. */
export type Replied = Pick<KeptAnswer, "profile" | "request" | "reply">;

/** An answer before it is reported. */
export type Written = Pick<AskResult, "model" | "usage" | "outcome" | "traces" | "extractive" | "unkept"> & {
  readonly checked: CheckedAnswer;
};

/** A question with its evidence. */
export interface Asked {
  readonly context: AskContext;
  readonly conversation: readonly KeptAnswer[];
  readonly nearness: Nearness;
  /** Keeps an answer with its reply. @returns why it is not kept; null if it is. */
  readonly keep: (checked: CheckedAnswer, replied: Replied) => string | null;
}

const NO_REPLY: Replied = { profile: null, request: null, reply: null };
const NO_ANSWER: CheckedAnswer = {
  answer: [],
  citations: [],
  answered: false,
  dropped: { uncited: 0, ungrounded: 0 },
};

/** Writes the answer: from a recorded or kept reply, from the words alone, or by the model. */
export async function writeAnswer(asking: Asking, asked: Asked, options: AskOptions): Promise<Written> {
  if (options.reply !== undefined) return fromRecord(asking, asked, options.reply, options);
  const chatModel = asking.own ?? (await asking.openModel());
  await using _opened = asking.own === undefined ? chatModel : null;
  // A model also gets words that are only near the question: it may find an answer in them.
  if (chatModel === null || asked.context.sources.length === 0) {
    const checked = chatModel === null ? extractAnswer(asked.context, asked.nearness) : NO_ANSWER;
    report(checked, options);
    return { ...free(asking, asked, checked, NO_REPLY), extractive: chatModel === null };
  }
  const profile = `${chatModel.profile} answer-${ANSWER_PROMPT_VERSION}`;
  return (
    fromKept(asking, asked, profile, chatModel, options) ?? (await byModel(asking, asked, profile, chatModel, options))
  );
}

/** The request in the size of the model's context window, which a ping may show. */
function requestTo({ contextTokens }: ChatModel, { context, conversation }: Asked): AnswerRequest {
  return answerRequest(context, { earlier: earlierTurns(conversation), contextTokens });
}

function fromRecord(asking: Asking, asked: Asked, reply: string, options: AskOptions): Written {
  const checked = checkWhole(asked.context, reply, options);
  if (checked === null) throw unreadableRecord();
  return free(asking, asked, checked, { ...NO_REPLY, profile: "recorded", reply });
}

/** Null if no usable reply to an equal request is kept. */
function fromKept(
  asking: Asking,
  asked: Asked,
  profile: string,
  chatModel: ChatModel,
  options: AskOptions,
): Written | null {
  const request = requestKey(profile, requestTo(chatModel, asked));
  const reply = asking.answers.replyTo(request);
  const checked = reply === null ? null : checkWhole(asked.context, reply, options);
  if (checked === null) return null;
  asking.notify("The same question over the same words was answered before: its reply is used, and nothing was sent.");
  // The reply stays in the row that it was paid for.
  return { ...free(asking, asked, checked, { profile, request, reply: null }), model: chatModel.profile };
}

async function byModel(
  asking: Asking,
  asked: Asked,
  profile: string,
  chatModel: ChatModel,
  options: AskOptions,
): Promise<Written> {
  const { context, keep } = asked;
  let checker = new AnswerChecker(context);
  let unkept: string | null = null;
  const { reply, ...sent } = await sendAnswer(asking, chatModel, options, () => {
    const request = requestTo(chatModel, asked);
    const key = requestKey(profile, request);
    return {
      request,
      chunks: [...new Set(context.sources.map(({ evidence }) => evidence.chunk))],
      read: () => readingWith((checker = new AnswerChecker(context)), options),
      keep: ({ text, interruption }) => {
        unkept = keep(checker.result, { profile, request: interruption === null ? key : null, reply: text });
      },
    };
  });
  const { profile: model } = chatModel;
  if (reply !== null && !checker.isReadable) throw unreadableReply(model, reply, unkept);
  const outcome = reply === null ? "budget-reached" : "completed";
  return { ...UNSENT, ...sent, checked: checker.result, model, outcome, unkept };
}

/** An answer for which nothing was sent. A workspace that can only be read is asked all the same. */
function free({ notify }: Asking, { keep }: Asked, checked: CheckedAnswer, replied: Replied): Written {
  const unkept = keep(checked, replied);
  if (unkept !== null) notify(unkept);
  return { ...UNSENT, usage: runUsage(new CallAccount(), {}, { failuresOf: () => 0 }), checked };
}

const UNSENT = { model: null, extractive: false, outcome: "completed", traces: [], unkept: null } as const;

function unreadableRecord(): ColloquyError {
  return new ColloquyError(
    "invalid-input",
    "The recorded reply has no list of sentences: give the reply of a model to the request that --dry-run prints.",
  );
}

const LONGEST_REFUSAL = 200;

function unreadableReply(model: string, { finishReason, text }: ChatReply, unkept: string | null): ColloquyError {
  const refusal = printable(text).trim().slice(0, LONGEST_REFUSAL);
  const what =
    finishReason === "refusal"
      ? `${model} refused to answer${refusal === "" ? "" : ` (${refusal})`}.`
      : `The reply of ${model} does not have the requested form.`;
  const where = unkept ?? "It is kept in the workspace's folder.";
  return new ColloquyError("provider", `${what} ${where}`, { terminalHint: "Ask another model with --model." });
}
