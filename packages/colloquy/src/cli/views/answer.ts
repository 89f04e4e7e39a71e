import { alternatives, printable } from "../../model/index.ts";
import { counted, formatCount, formatExactDollars, unstatedRemark, wrap } from "../../text/index.ts";
import type { AnswerCitation, AnswerSentence, AskResult } from "../library.ts";
import { costText } from "./cost.ts";
import { type Look, words } from "./section.ts";

type NotSaid = Pick<AskResult, "asksForContradictions" | "contradictions">;

/** That the question is not answered. */
export function notSaid({ asksForContradictions, contradictions }: NotSaid): string {
  return asksForContradictions && contradictions.recorded === 0
    ? "No contradiction is recorded in these transcripts."
    : "The transcripts do not say.";
}

/** A sentence with the numbers of its citations, on lines of its own. */
export function renderSentence({ text, citations }: AnswerSentence, { colours, columns }: Look): string {
  const numbers = colours.dim(citations.map((n) => `[${n}]`).join(""));
  return `${wrap(printable(text), Math.min(columns, 100), "")} ${numbers}\n`;
}

/** The cited words with speaker, file and time; `all` shows long ones in full. */
export function renderCitations(citations: readonly AnswerCitation[], all: boolean, look: Look): string {
  const indent = "      ";
  return citations
    .map(({ n, ...evidence }) => {
      const number = `[${n}]`.padEnd(indent.length - 2);
      return `  ${number}${words(evidence, all, look, indent).trimStart()}\n`;
    })
    .join("");
}

/** How many contradictions an extractive answer leaves out. */
export function renderLeftOut({ contradictions: { leftOut } }: Pick<AskResult, "contradictions">): string {
  return leftOut === 0 ? "" : `  and ${counted(leftOut, "more contradiction")}\n`;
}

/** That the question is not answered, with the nearest words. */
export function renderNotSaid(result: NotSaid & Pick<AskResult, "nearest">, all: boolean, look: Look): string {
  const { nearest } = result;
  const hint = nearest === null ? "" : `\n  ${look.colours.dim("nearest:")}\n${words(nearest, all, look, "      ")}\n`;
  return `${notSaid(result)}\n${hint}`;
}

/** Sentences about an answer for stderr: how it was made, what it cost, what was left out. */
export function remarksOnAnswer(result: AskResult, maxCost: number | undefined): readonly string[] {
  const { extractive, answered, dropped, usage, model, outcome, unstated, missing } = result;
  const left = dropped.uncited + dropped.ungrounded;
  return [
    ...(outcome === "budget-reached" && maxCost !== undefined
      ? [
          `The question was not sent, because its call could cost more than --max-cost (${formatExactDollars(maxCost)}).`,
        ]
      : []),
    ...(missing.length > 0 ? [`No chunk contains ${alternatives(missing)}.`] : []),
    ...(!answered && unstated !== null ? [unstatedRemark(unstated)] : []),
    ...(extractive && answered
      ? [
          "These are sentences of the transcripts. For an answer to the question name a language model: --model openai:gpt-4o-mini.",
        ]
      : []),
    ...(left > 0
      ? [
          `${counted(left, "sentence")} of the model ${left === 1 ? "was" : "were"} left out, because the words that it cites do not say the same.`,
        ]
      : []),
    ...(usage.attempts > 0 && model !== null
      ? [
          `${model}: ${formatCount(usage.inputTokens)} input and ${formatCount(usage.outputTokens)} output tokens, cost ${costText(usage, [model])}`,
        ]
      : []),
  ];
}
