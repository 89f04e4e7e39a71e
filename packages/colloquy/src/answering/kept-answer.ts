import { analyse } from "../analysis/index.ts";
import type { CheckedAnswer } from "./check-answer.ts";
import type { AskContext } from "./context.ts";
import { contentId } from "../model/index.ts";
import type { AnswerRequest, EarlierTurn } from "./prompt.ts";
import { specificTerms } from "./question.ts";

/** A question with its answer, as it is kept for a conversation. */
export interface KeptAnswer extends Pick<CheckedAnswer, "answer" | "citations" | "answered"> {
  /** Names the conversation: the id of its first question. */
  readonly conversation: string;
  readonly question: string;
  /** The words that were searched for. */
  readonly query: string;
  /** Names of the entities that the question was about. */
  readonly entities: readonly string[];
  /** ISO 8601. */
  readonly time: string;
  /** The model and the prompt; null for an answer without a model. */
  readonly profile: string | null;
  /** Hash of the request that the reply answers; null without a model. */
  readonly request: string | null;
  /** The unchanged reply, which was paid for; null without a model, and for an answer from the reply of an earlier row. */
  readonly reply: string | null;
}

/** How much of a conversation a prompt shows. */
const SHOWN = { turns: 4, characters: 600 } as const;
/** The most names and terms that a question takes from the question before it. */
const MOST_CARRIED = 6;

/** Words that stand for something that was named before, and beginnings of further questions. */
const PRO_FORM =
  /(?<!\p{L})(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those|there|then|one|ones|same|others?|why|how so|who else|what else|and|also|but)(?!\p{L})|^\s*(?:what|how) about(?!\p{L})/iu;

/**
 * The words to search for in a question that continues a conversation: with the entities or terms of the question before it, if
 * it stands for them with a word such as "it", or names nothing. Calls no model.
 */
export function standaloneQuery(
  question: string,
  previous: Pick<KeptAnswer, "query" | "entities"> | undefined,
): string {
  if (previous === undefined) return question;
  const own = specificTerms(question);
  if (own.length > 1 && !PRO_FORM.test(question)) return question;
  const carried = previous.entities.length > 0 ? previous.entities : specificTerms(previous.query);
  const fresh = carried.filter((name) => !analyse(name).every((term) => own.includes(term)));
  return [question, ...fresh.slice(0, MOST_CARRIED)].join(" ");
}

/** The last turns of a conversation, as a prompt shows them. */
export function earlierTurns(conversation: readonly KeptAnswer[]): readonly EarlierTurn[] {
  return conversation.slice(-SHOWN.turns).map(({ question, answer }) => ({
    question: question.slice(0, SHOWN.characters),
    answer: answer
      .map(({ text }) => text)
      .join(" ")
      .slice(0, SHOWN.characters),
  }));
}

/** Identifies a request to a model: an equal request has an equal reply, which is paid for once. */
export function requestKey(profile: string, { system, messages, schema }: AnswerRequest): string {
  return contentId("answer", profile, system, JSON.stringify([messages, schema]));
}

/** The names that a later question may refer to. */
export function namesToKeep({ kind, entities }: AskContext): readonly string[] {
  return kind === "broad" ? [] : entities.map(({ name }) => name);
}
