import {
  AnswerChecker,
  type AnswerCitation,
  type AnswerSentence,
  type AskContext,
  type CheckedAnswer,
  type ReplyReading,
} from "../../answering/index.ts";
import type { AskOptions } from "./options.ts";

/** Reads a reply while it arrives, and reports its checked sentences. */
export function readingWith(checker: AnswerChecker, options: AskOptions): ReplyReading {
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

/** Checks a whole reply, and reports its sentences. Null for a reply without a list of sentences. */
export function checkWhole(context: AskContext, reply: string, options: AskOptions): CheckedAnswer | null {
  const checker = new AnswerChecker(context);
  readingWith(checker, options).add(reply);
  return checker.isReadable ? checker.result : null;
}

export function report({ answer, citations }: CheckedAnswer, options: AskOptions): void {
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
