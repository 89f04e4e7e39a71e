import { groundSentence } from "../extraction/index.ts";
import { foldCase, placeKey } from "../model/index.ts";
import { type AnswerCitation, CitationList } from "./citation-list.ts";
import { citedWords } from "./cited-words.ts";
import type { AskContext, ContextEntity } from "./context.ts";
import { MOST_OF_ANSWER } from "./limits.ts";
import { citationLocator, type LocatedWords } from "./locate-citation.ts";
import { foreignAddresses, plainSentence } from "./plain-sentence.ts";
import { ReplyReader, type WrittenSentence } from "./reply-reader.ts";

/** A sentence of an answer. */
export interface AnswerSentence {
  /** Without citations. Plain text: no Markdown, and no addresses that nobody said. */
  readonly text: string;
  /** Numbers of the citations that support it. */
  readonly citations: readonly number[];
}

/** How many sentences of a reply were left out, and why. */
export interface DroppedAnswers {
  /** No citation, or none whose words are in the sources. */
  readonly uncited: number;
  /** Words, names, numbers or addresses that the cited words do not have, or the contrary of what they say. */
  readonly ungrounded: number;
}

/** The checked part of a reply. */
export interface CheckedAnswer {
  readonly answer: readonly AnswerSentence[];
  readonly citations: readonly AnswerCitation[];
  /** Whether the transcripts answer the question: a sentence is left, and the model did not say otherwise. */
  readonly answered: boolean;
  readonly dropped: DroppedAnswers;
}

const LONGEST_SENTENCE = 500;

/**
 * Checks a reply while it arrives. A sentence is kept if the words that it cites are in the sources and say what it says, as
 * far as words tell; everything else of a reply is ignored. So a model that follows instructions in a transcript can only
 * choose what is quoted.
 */
export class AnswerChecker {
  readonly #sources: AskContext["sources"];
  readonly #locate: ReturnType<typeof citationLocator>;
  readonly #entities: AskContext["entities"];
  readonly #speakers: readonly string[];
  readonly #reader = new ReplyReader();
  readonly #citations = new CitationList();
  readonly #answer = new Map<string, AnswerSentence>();
  #dropped = { uncited: 0, ungrounded: 0 };

  constructor({ sources, entities }: Pick<AskContext, "sources" | "entities">) {
    this.#sources = sources;
    this.#locate = citationLocator(sources);
    this.#entities = entities;
    this.#speakers = [...new Set(sources.flatMap(({ evidence }) => evidence.speaker ?? []))];
  }

  /** Whether the reply had the requested form so far: a list of sentences, also an empty one. */
  get isReadable(): boolean {
    return this.#reader.hasList || this.#reader.declines;
  }

  /** The citations so far, in the order of their numbers. */
  get citations(): readonly AnswerCitation[] {
    return this.#citations.all;
  }

  /** Reads a piece of the reply. @returns the checked sentences that it completes. */
  add(piece: string): readonly AnswerSentence[] {
    const written = this.#reader.add(piece);
    return this.#reader.declines ? [] : written.flatMap((sentence) => this.#check(sentence) ?? []);
  }

  get result(): CheckedAnswer {
    const answer = [...this.#answer.values()];
    return { answer, citations: this.citations, answered: answer.length > 0, dropped: this.#dropped };
  }

  #check(written: WrittenSentence): AnswerSentence | null {
    const text = plainSentence(written.text);
    if (text === "" || this.#answer.has(text) || this.#answer.size >= MOST_OF_ANSWER.sentences) return null;
    const located = uniqueWords(written.citations.flatMap(this.#locate)).slice(0, MOST_OF_ANSWER.citations);
    if (located.length === 0) return this.#drop("uncited");
    const quoted = located.map(({ evidence }) => evidence.text);
    if (text.length > LONGEST_SENTENCE || foreignAddresses(text, quoted).length > 0) return this.#drop("ungrounded");
    const people = { names: this.#namesFor(located), others: this.#speakers };
    const cited = located.map((words) => citedWords(words, this.#sources));
    const supporting = groundSentence(text, cited, people);
    if (supporting === null) return this.#drop("ungrounded");
    const evidence = supporting.flatMap((position) => located[position]?.evidence ?? []);
    const sentence = { text, citations: evidence.map((each) => this.#citations.numberOf(each)) };
    this.#answer.set(text, sentence);
    return sentence;
  }

  /** The names that a sentence may use although its words do not: of things in the question, and of those who say the words. */
  #namesFor(located: readonly LocatedWords[]): readonly string[] {
    const speakers = new Set(located.map(({ evidence }) => foldCase(evidence.speaker ?? "")));
    const isAllowed = ({ type, names }: ContextEntity): boolean =>
      type !== "Person" || names.some((name) => speakers.has(foldCase(name)));
    return this.#entities.filter(isAllowed).flatMap(({ names }) => names);
  }

  #drop(reason: keyof DroppedAnswers): null {
    this.#dropped = { ...this.#dropped, [reason]: this.#dropped[reason] + 1 };
    return null;
  }
}

/** Checks a whole reply of a model to `answerRequest` of the same context. Never throws for a wrong reply. */
export function checkAnswer(context: AskContext, reply: string): CheckedAnswer {
  const checker = new AnswerChecker(context);
  checker.add(reply);
  return checker.result;
}

function uniqueWords(located: readonly LocatedWords[]): readonly LocatedWords[] {
  const byPlace = new Map(located.map((each) => [placeKey(each.evidence), each]));
  return [...byPlace.values()];
}
