import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ChatModel } from "../packages/colloquy/src/index.ts";
import { usageOf } from "./gold-judge.ts";
import { REPOSITORY } from "./report.ts";

/** A citation as it is written: the number is that of the source when the reply was recorded. */
export interface RecordedCitation {
  readonly source: number;
  readonly words: string;
}

export interface RecordedSentence {
  readonly text: string;
  readonly citations: readonly RecordedCitation[];
}

/** A careful reader's reply to the request for an answer; the reader saw the sources and no gold answer. */
export interface RecordedAnswer {
  readonly id: string;
  readonly question: string;
  readonly reply: { readonly answered: boolean; readonly sentences: readonly RecordedSentence[] };
}

/** A sentence of a recorded reply with one planted fault. */
export interface FaultySentence extends RecordedSentence {
  readonly id: string;
  /** What is wrong, such as `number` or `citation`; `none` for a right sentence. */
  readonly fault: string;
}

/** A reader's judgement of a sentence of a recorded reply. */
export interface JudgedSentence {
  readonly id: string;
  readonly text: string;
  /** Whether its citations together say it. */
  readonly verdict: "right" | "wrong";
  /** Of each citation, whether it supports a part of the sentence. */
  readonly supporting: readonly boolean[];
}

export const readRecordedAnswers = (): readonly RecordedAnswer[] => linesOf("ask-replies.jsonl");
export const readFaultySentences = (): readonly FaultySentence[] => linesOf("ask-faults.jsonl");
/** Sentences with which the checks were not developed, right ones (`none`) and faulty ones. */
export const readUnseenSentences = (): readonly FaultySentence[] => linesOf("ask-unseen.jsonl");
export const readJudgedSentences = (): readonly JudgedSentence[] => linesOf("judged/ask-sentences.jsonl");

/**
 * A model that replies to a question with its recorded reply. A citation names the source of the prompt that has its words;
 * if none has them, it stays as it is. @throws Error for a question without a reply.
 */
export function answeringModel(recorded: readonly RecordedAnswer[]): ChatModel {
  return {
    profile: "replay",
    contextTokens: null,
    ping: () => Promise.resolve(usageOf(0, 0)),
    async complete({ system, messages }) {
      const prompt = messages.at(-1)?.text ?? "";
      const lines = prompt.split("\n").filter((line) => line.startsWith("> "));
      const found = recorded.find(({ question }) => lines.at(-1) === `> ${question}`);
      if (found === undefined) throw new Error(`No recorded reply to the question ${lines.at(-1)}`);
      const text = JSON.stringify(renumbered(found.reply, lines));
      const usage = usageOf((system ?? "").length + prompt.length, text.length);
      return { text, usage, finishReason: "stop", interruption: null, limits: [] };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A reply of which the sources have the numbers of a prompt. */
function renumbered({ answered, sentences }: RecordedAnswer["reply"], lines: readonly string[]) {
  const numberOf = ({ source, words }: RecordedCitation): number => {
    const line = lines.find((each) => each.includes(words));
    return Number(/^> \[(\d+)\]/.exec(line ?? "")?.[1] ?? source);
  };
  const renumber = (sentence: RecordedSentence) => ({
    ...sentence,
    citations: sentence.citations.map((each) => ({ ...each, source: numberOf(each) })),
  });
  return { answered, sentences: sentences.map(renumber) };
}

function linesOf<Line>(name: string): readonly Line[] {
  const file = path.join(REPOSITORY, "bench", name);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}
