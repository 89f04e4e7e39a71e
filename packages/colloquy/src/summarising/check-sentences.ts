import { type CitedWords, groundSentence } from "../extraction/index.ts";
import { inLine } from "../model/index.ts";
import type { DroppedSentences, SummarySentence } from "../ports/index.ts";
import type { CitedEvidence, SummarySubject } from "./subject.ts";

/** `[1]`, `[1, 4]` or `[2-5]` within a sentence. */
const CITATION = /\s*\[\s*(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\s*\]/g;
/** The most sentences that are kept, and the most characters of one. */
const MOST = { sentences: 8, characters: 400 } as const;

/** Keeps the sentences of a reply that cite existing evidence and say what it says, each with the citations that support it. */
export function checkSentences(
  replied: readonly SummarySentence[],
  subject: Pick<SummarySubject, "entity" | "evidence">,
): { readonly sentences: readonly SummarySentence[]; readonly dropped: DroppedSentences } {
  const sentences = new Map<string, SummarySentence>();
  const dropped = { uncited: 0, unknown: 0, ungrounded: 0 };
  for (const written of replied) {
    const text = withoutCitations(inLine(written.text));
    if (text === "") continue;
    const citations = citationsOf(written);
    const cited = citations.flatMap((number) => subject.evidence[number - 1] ?? []);
    if (citations.length === 0) dropped.uncited += 1;
    else if (cited.length < citations.length) dropped.unknown += 1;
    else {
      const supporting =
        text.length > MOST.characters ? null : groundSentence(text, cited.map(wordsOf), { names: namesOf(subject) });
      if (supporting === null) dropped.ungrounded += 1;
      else if (sentences.size < MOST.sentences)
        sentences.set(text, { text, citations: supporting.map((position) => citations[position] as number) });
    }
  }
  return { sentences: [...sentences.values()], dropped };
}

/** The cited numbers, also those within the text, each once, ascending. */
function citationsOf({ text, citations }: SummarySentence): readonly number[] {
  const within = [...text.matchAll(CITATION)].flatMap(([, list = ""]) => list.split(/[,;]/).flatMap(rangeOf));
  return [...new Set([...citations, ...within])].toSorted((one, other) => one - other);
}

function rangeOf(text: string): readonly number[] {
  const [first = 0, last = first] = text.split(/[-–]/).map(Number);
  return last < first ? [first, last] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A conclusion as the prompt shows it. Small models copy it. */
const CONCLUSION = /\s*\(=(?:[^()]|\([^()]*\))*\)?/g;

/** The sentence with one full stop at its end; empty if it has no words. */
export function withoutCitations(written: string): string {
  const text = written
    .replace(CITATION, "")
    .replace(CONCLUSION, "")
    .replace(/\s+(?=[.,;:!?])/g, "")
    .replace(/([.!?])[.,;]+$/, "$1")
    .trim();
  return /^\p{P}*$/u.test(text) ? "" : /[.!?]["”’)]?$/.test(text) ? text : `${text}.`;
}

function wordsOf({ evidence, statements }: CitedEvidence): CitedWords {
  const turns = [evidence, ...(evidence.antecedents ?? [])];
  return { turns, statements, isNegated: evidence.polarity === "negated" };
}

function namesOf({ entity }: Pick<SummarySubject, "entity">): readonly string[] {
  return entity === null ? [] : [entity.name, entity.type, ...entity.aliases];
}
