import { readFileSync } from "node:fs";
import path from "node:path";
import type { AskResult, AskRequest } from "../packages/colloquy/src/index.ts";
import type { JudgedSentence, RecordedAnswer, RecordedCitation } from "./ask-replies.ts";
import { SHARED } from "./report.ts";

/** A gold question with the places of its evidence. */
export interface AskedQuestion {
  readonly id: string;
  readonly question: string;
  /** Whether one piece of evidence is enough. */
  readonly anyIsEnough: boolean;
  /** Character ranges in the files, end exclusive; none if the meetings do not answer it. */
  readonly evidence: readonly Span[];
}

export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** What a question got. */
export interface AskedResult {
  readonly asked: AskedQuestion;
  readonly result: Pick<AskResult, "answer" | "citations" | "answered">;
  readonly sources: AskRequest["context"]["sources"];
  /** Null for an answer without a model. */
  readonly recorded: RecordedAnswer | null;
  /** The chunks of the workspace that hold a piece of the gold evidence. */
  readonly goldChunks: readonly Span[];
}

export interface AskFigures {
  /** Questions with an answer, of those that the meetings answer. */
  readonly answered: Share;
  /** Questions without an answer, of those that the meetings do not answer. */
  readonly declined: Share;
  /** Pieces of gold evidence among the sources, per question. */
  readonly evidenceInSources: number;
  /** Citations of which a word is in the gold evidence, and which are in a chunk of it. */
  readonly precision: { readonly words: Share; readonly chunk: Share };
  /** Pieces of gold evidence that a citation overlaps, per question. */
  readonly recall: number;
  /** Citations of kept sentences that support their sentence, by a reader; null without recorded replies. */
  readonly supported: Share | null;
  readonly sentences: SentenceFigures | null;
}

export interface SentenceFigures {
  readonly recorded: number;
  readonly kept: number;
  /** Left out because a citation's words are in no source of the present request. */
  readonly lost: number;
  /** Left out by the checks, of these rightly: by a reader, the citations do not say the sentence. */
  readonly dropped: number;
  readonly droppedRightly: number;
  /** Kept, although by a reader the citations do not say the sentence. */
  readonly keptWrongly: number;
  readonly unjudged: number;
}

export interface Share {
  readonly count: number;
  readonly of: number;
}

interface QuestionLine {
  readonly id: string;
  readonly question: string;
  readonly evidence_mode: "all" | "any" | "none";
  readonly evidence: readonly { readonly file: string; readonly quote: string }[];
}

/** The gold questions over five meetings. @throws Error if a quotation is not in its meeting. */
export function readAskedQuestions(): readonly AskedQuestion[] {
  const lines = readFileSync(path.join(SHARED, "data", "gold", "questions.jsonl"), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => {
    const { id, question, evidence_mode: mode, evidence } = JSON.parse(line) as QuestionLine;
    return { id, question, anyIsEnough: mode === "any", evidence: evidence.map(spanOf) };
  });
}

function spanOf({ file, quote }: QuestionLine["evidence"][number]): Span {
  const start = readFileSync(path.join(SHARED, "data", "qmsum", file), "utf8").indexOf(quote);
  if (start < 0) throw new Error(`${file} has no words "${quote}".`);
  return { file, start, end: start + quote.length };
}

/** Measures answers against the gold evidence, and against the judgements of a reader. */
export function measureAnswers(all: readonly AskedResult[], judged: readonly JudgedSentence[]): AskFigures {
  const answerable = all.filter(({ asked }) => asked.evidence.length > 0);
  const others = all.filter(({ asked }) => asked.evidence.length === 0);
  const cited = all.flatMap(({ asked, result, goldChunks }) =>
    result.citations.map((citation) => ({ span: placeOf(citation), gold: asked.evidence, goldChunks })),
  );
  const isReplayed = all.some(({ recorded }) => recorded !== null);
  return {
    answered: shareOf(answerable, ({ result }) => result.answered),
    declined: shareOf(others, ({ result }) => !result.answered),
    evidenceInSources: mean(answerable.map((each) => coverage(each.asked, each.sources.map(sourcePlace)))),
    precision: {
      words: shareOf(cited, ({ span, gold }) => gold.some((each) => overlaps(each, span))),
      chunk: shareOf(cited, ({ span, goldChunks }) => goldChunks.some((each) => overlaps(each, span))),
    },
    recall: mean(answerable.map(({ asked, result }) => coverage(asked, result.citations.map(placeOf)))),
    supported: isReplayed ? supportedCitations(all, judged) : null,
    sentences: isReplayed ? sentenceFigures(all, judged) : null,
  };
}

function sentenceFigures(all: readonly AskedResult[], judged: readonly JudgedSentence[]): SentenceFigures {
  const sentences = all.flatMap(({ asked, result, sources, recorded }) =>
    (recorded?.reply.sentences ?? []).map(({ text, citations }) => ({
      verdict: judged.find((each) => each.id === asked.id && each.text === text)?.verdict ?? null,
      isKept: result.answer.some((sentence) => sentence.text === text),
      isLost: citations.some((citation) => !isPresent(citation, sources)),
    })),
  );
  const count = (test: (sentence: (typeof sentences)[number]) => boolean): number => sentences.filter(test).length;
  return {
    recorded: sentences.length,
    kept: count(({ isKept }) => isKept),
    lost: count(({ isKept, isLost }) => !isKept && isLost),
    dropped: count(({ isKept, isLost }) => !isKept && !isLost),
    droppedRightly: count(({ isKept, isLost, verdict }) => !isKept && !isLost && verdict === "wrong"),
    keptWrongly: count(({ isKept, verdict }) => isKept && verdict === "wrong"),
    unjudged: count(({ verdict }) => verdict === null),
  };
}

/** The recorded citations of kept sentences whose words are in a citation of the answer. */
function supportedCitations(all: readonly AskedResult[], judged: readonly JudgedSentence[]): Share {
  const citations = all.flatMap(({ asked, result, recorded }) =>
    (recorded?.reply.sentences ?? []).flatMap(({ text, citations: written }) => {
      const kept = result.answer.find((sentence) => sentence.text === text);
      const { supporting = [] } = judged.find((each) => each.id === asked.id && each.text === text) ?? {};
      const shown = result.citations.filter(({ n }) => kept?.citations.includes(n) === true);
      return written.flatMap(({ words }, position) =>
        shown.some(({ text: quoted }) => inLine(quoted).includes(words)) ? [supporting[position] === true] : [],
      );
    }),
  );
  return shareOf(citations, (supports) => supports);
}

/** Whether a source has the words of a recorded citation. */
export function isPresent({ words }: RecordedCitation, sources: AskedResult["sources"]): boolean {
  return sources.some(({ evidence }) => inLine(evidence.text).includes(words));
}

function coverage({ evidence, anyIsEnough }: AskedQuestion, cited: readonly Span[]): number {
  const found = evidence.filter((gold) => cited.some((each) => overlaps(gold, each))).length;
  return anyIsEnough ? Math.min(1, found) : found / evidence.length;
}

function placeOf(evidence: { readonly file: string; readonly startOffset: number; readonly endOffset: number }): Span {
  return { file: evidence.file, start: evidence.startOffset, end: evidence.endOffset };
}

function sourcePlace({ evidence }: AskedResult["sources"][number]): Span {
  return placeOf(evidence);
}

export function overlaps(one: Span, other: Span): boolean {
  return one.file === other.file && one.start < other.end && other.start < one.end;
}

function inLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function shareOf<Item>(items: readonly Item[], test: (item: Item) => boolean): Share {
  return { count: items.filter(test).length, of: items.length };
}

function mean(values: readonly number[]): number {
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 1000;
}
