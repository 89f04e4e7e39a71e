import { type CitedWords, refersBack } from "../extraction/index.ts";
import type { ContextSource } from "./context.ts";
import type { LocatedWords } from "./locate-citation.ts";

/** Speakers who speak for more than themselves. */
const WE = /(?<!\p{L})(?:we|us|ours?)(?!\p{L})/iu;

/**
 * The words that a sentence is compared with. What is concluded from a source counts, because it was checked before.
 * @param sources all sources of the question.
 */
export function citedWords({ source, evidence, before }: LocatedWords, sources: readonly ContextSource[]): CitedWords {
  const turns = [evidence, ...(evidence.antecedents ?? [])];
  const others = WE.test(evidence.text) ? sources.filter((each) => each.evidence.file === evidence.file) : [];
  const elsewhere = others.map((other) => other.evidence.text);
  const around = [nameOfFile(evidence.file), ...(refersBack(evidence.text) ? [before] : [])];
  return { turns, statements: source.statements, around, elsewhere, isNegated: evidence.polarity === "negated" };
}

/** A letter behind a number often counts the files of one thing: "ES2008b" is a meeting of ES2008. */
function nameOfFile(file: string): string {
  return file.replace(/(\d)(\p{L})(?!\p{L})/gu, "$1 $2");
}
