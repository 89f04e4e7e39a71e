import model from "wink-eng-lite-web-model";
import winkNLP, { type ItsFunction } from "wink-nlp";

/** The tagger: one a thread, with its model of about 50 MB. */
export const nlp = winkNLP(model, ["sbd", "pos"]);
const { its } = nlp;

interface CommonWord {
  readonly tag: string;
  readonly lemma: string;
}

/** Ids below this one belong to the model's own dictionary. */
const FIRST_UNKNOWN_ID = wordId("qzxjvkw");
const MAX_REMEMBERED = 20_000;
const commonWords = new Map<string, CommonWord | null>();

function wordId(word: string): number {
  return Number(
    nlp
      .readDoc(word)
      .tokens()
      .itemAt(0)
      .out(its.uniqueId as unknown as ItsFunction<number>),
  );
}

/** A word's entry in the dictionary; null if it has none, or only as a name. */
export function commonWord(lower: string): CommonWord | null {
  const known = commonWords.get(lower);
  if (known !== undefined) return known;
  if (!/^\p{L}+$/u.test(lower)) return null;
  const token = nlp.readDoc(lower).tokens().itemAt(0);
  const tag = token.out(its.pos as ItsFunction<string>);
  const lemma = token.out(its.lemma as unknown as ItsFunction<string>);
  const word = wordId(lower) >= FIRST_UNKNOWN_ID || tag === "PROPN" ? null : { tag, lemma };
  if (commonWords.size >= MAX_REMEMBERED) commonWords.clear();
  commonWords.set(lower, word);
  return word;
}

/** Whether the dictionary has a word, and not as a name. */
export function isCommonWord(lower: string): boolean {
  return commonWord(lower) !== null;
}
