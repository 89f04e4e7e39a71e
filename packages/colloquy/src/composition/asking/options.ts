import type {
  AnswerCitation,
  AnswerRequest,
  AnswerSentence,
  AskContext,
  CheckedAnswer,
  ContextOptions,
} from "../../answering/index.ts";
import { ColloquyError, type Evidence, type TraceLink } from "../../model/index.ts";
import type { RunUsage } from "../../pipeline/index.ts";
import {
  checkOptions,
  COUNT,
  DOLLARS,
  type Expectations,
  FILE,
  FUNCTION,
  GLOBS,
  SIGNAL,
  SWITCH,
  TEXT,
} from "../check-options.ts";
import { type LimitOptions, RUN_MODEL_OPTIONS } from "../models/model-options.ts";

/** Options of a question, and of the request that it makes. */
export interface QuestionOptions extends ContextOptions {
  /** Whether the question continues the latest conversation, which is kept in the workspace's folder. Default false. */
  readonly continue?: boolean;
  /** The id of an earlier conversation, which the question continues in place of the latest one. */
  readonly conversation?: string;
}

/** Options of a question. The model is the `model` of `open`; without one, the answer is extractive. */
export interface AskOptions extends QuestionOptions, Pick<LimitOptions, "timeoutMs" | "giveUpAfterMs"> {
  /** A recorded reply to the request of `askRequest`, which is checked as the reply of a model. Nothing is sent. */
  readonly reply?: string;
  /** The most US dollars for the answer. A call that could cost more is not sent. */
  readonly maxCostUsd?: number;
  /** A YAML file of prices, which override or extend the known prices. */
  readonly prices?: string;
  /** Includes prompt and reply in traces. */
  readonly traceContent?: boolean;
  /** Receives the answer while it is written, in pieces of checked text: a sentence with its citations, such as `[1]`. */
  readonly onToken?: (piece: string) => void;
  /** Receives each checked sentence, with the citations that it adds. */
  readonly onSentence?: (sentence: AnswerSentence, added: readonly AnswerCitation[]) => void;
}

/** What would be sent to a model for an answer, and the evidence that the answer is checked against. */
export interface AskRequest {
  readonly context: AskContext;
  readonly request: AnswerRequest;
}

/** An answer. Every sentence cites exact words of the transcripts. */
export interface AskResult
  extends
    CheckedAnswer,
    Pick<AskContext, "question" | "query" | "kind" | "asksForContradictions" | "found" | "unstated" | "missing"> {
  /** Whether the sentences are words of the transcripts, because no model was named. */
  readonly extractive: boolean;
  /** How many contradictions are in the evidence (at most 12), and how many of them an extractive answer has no room for. */
  readonly contradictions: { readonly recorded: number; readonly leftOut: number };
  /** The model that wrote the answer; null without one. */
  readonly model: string | null;
  /** The words nearest to the question, if it is not answered; null if nothing is near. */
  readonly nearest: Evidence | null;
  readonly usage: RunUsage;
  /** `budget-reached`: the call was not sent, because it could cost more than `maxCostUsd`. */
  readonly outcome: "completed" | "budget-reached";
  /** Why a reply that was paid for could not be kept; else null. The same question is then paid for again. */
  readonly unkept: string | null;
  /** The id of the conversation in which question and answer are kept; null if they are not kept. */
  readonly conversation: string | null;
  /** The exit code of the command: 0 `completed`, 4 `budget-reached`, 1 if the reply is not kept. */
  readonly exitCode: number;
  /** Links to the trace of the call; empty if no receiver has it. */
  readonly traces: readonly TraceLink[];
}

/** A question, and not a transcript. */
const LONGEST_QUESTION = 4_000;

export const CONTEXT_OPTIONS: Expectations<ContextOptions> = {
  files: GLOBS,
  speaker: TEXT,
  limit: COUNT,
  signal: SIGNAL,
};

export const QUESTION_OPTIONS: Expectations<QuestionOptions> = {
  ...CONTEXT_OPTIONS,
  continue: SWITCH,
  conversation: TEXT,
};

export const ASK_OPTIONS: Expectations<AskOptions> = {
  ...QUESTION_OPTIONS,
  timeoutMs: RUN_MODEL_OPTIONS.timeoutMs,
  giveUpAfterMs: RUN_MODEL_OPTIONS.giveUpAfterMs,
  reply: TEXT,
  maxCostUsd: DOLLARS,
  prices: FILE,
  traceContent: SWITCH,
  onToken: FUNCTION,
  onSentence: FUNCTION,
};

/** @throws ColloquyError `configuration` for an unknown option or a wrong value; `invalid-input` for a question without words. */
export function checkQuestion<Options extends ContextOptions>(
  functionName: string,
  question: string,
  options: Options,
  expectations: Expectations<Options>,
): void {
  checkOptions(functionName, options, expectations);
  if (typeof question === "string" && question.trim() !== "") {
    if (question.length <= LONGEST_QUESTION) return;
    throw new ColloquyError(
      "invalid-input",
      `The question has ${question.length} characters, and may have at most ${LONGEST_QUESTION}: shorten it.`,
    );
  }
  throw new ColloquyError("invalid-input", "There is no question.", {
    terminalHint: 'Give one, as in `colloquy ask "Who is against it?"`.',
  });
}
