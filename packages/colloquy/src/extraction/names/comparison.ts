import { isFunctionWord } from "./function-words.ts";
import { type Word, wordsOf } from "./name-words.ts";

/** The two sides of "easier with capital than with revenue". */
interface Comparison {
  readonly before: readonly Word[];
  readonly after: readonly Word[];
}

type SameWord = (word: Word, other: Word) => boolean;

const COMPARATIVE = /^(?:more|less|fewer|better|worse|\p{L}{2,}er)$/u;
const CLAUSE = /[.,;:!?()–—]/;

/**
 * Whether a sentence compares the same things by the same word as one of the texts, but the other way round: "easier with
 * revenue than with capital". Comparisons by another word ("harder") are not judged.
 */
export function swapsComparison(sentence: string, texts: readonly string[], isSame: SameWord): boolean {
  const said = texts.flatMap(comparisonsIn);
  return comparisonsIn(sentence).some((own) => said.some((other) => areSwapped(own, other, isSame)));
}

function comparisonsIn(text: string): readonly Comparison[] {
  return text.split(CLAUSE).flatMap((clause) => {
    const [before, after, ...more] = clause.split(/(?<!\p{L})than(?!\p{L})/iu);
    if (before === undefined || after === undefined || more.length > 0) return [];
    return [{ before: contentOf(before), after: contentOf(after) }];
  });
}

function contentOf(text: string): readonly Word[] {
  return wordsOf(text).filter(({ folded }) => !isFunctionWord(folded));
}

function areSwapped(own: Comparison, other: Comparison, isSame: SameWord): boolean {
  const isIn = (word: Word, side: readonly Word[]): boolean => side.some((each) => isSame(word, each));
  const crosses = (words: readonly Word[], from: readonly Word[], to: readonly Word[]): boolean =>
    words.some((word) => isIn(word, to) && !isIn(word, from));
  const isSameComparative = own.before.some((word) => COMPARATIVE.test(word.folded) && isIn(word, other.before));
  return (
    isSameComparative && crosses(own.before, other.before, other.after) && crosses(own.after, other.after, other.before)
  );
}
