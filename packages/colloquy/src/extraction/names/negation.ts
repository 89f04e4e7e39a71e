import { type Word, wordsOf } from "./name-words.ts";

/** Words that turn a statement into its opposite. */
const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|lacks?|lacking|fails?|failed|unable)(?![\p{L}\p{N}])|n['’]t(?![\p{L}\p{N}])/iu;

/** "Not only", "not just ... but" and a "no" that answers somebody deny nothing that follows. */
const HARMLESS =
  /\bnot (?:only|merely|simply)\b|\bnot just\b(?=.*\b(?:but|also|too)\b)|(?<=^|[.!?]\s*)no(?=\s*,|\s+(?:i|it|we|you|he|she|they|that|there|this)\b)|\bno (?:doubt|problem|wonder)\b/giu;

/** Words that reject or restrict something without a "not". */
const REJECTION =
  /(?<!\p{L})(?:against|oppos|reject|dislik|refus|den(?:y|ie)|avoid|doubt|disagree|unlike|instead|rather|stop|less|hardly|rarely|seldom|barely|exclud|prevent|forb|prohibit|absen|miss(?:es|ed|ing)?(?!\p{L})|too(?!\p{L})|only(?!\p{L})|im(?:possible|practical)|un(?:able|necessar|import|popular|clear|certain|wanted))/iu;

/** Where a negation ends. */
const CLAUSE_END =
  /[.,;:!?()“”"–—]|(?<![\p{L}'’])(?:but|because|although|though|so|if|when|while|whereas|unless|which|who|since)(?![\p{L}'’])/iu;

/** Whether a text has a word that turns a statement into its opposite. */
export function isNegation(text: string): boolean {
  return NEGATION.test(text);
}

/** Whether a text rejects or restricts something without a negation, such as "Ben opposes it". */
export function isRejection(text: string): boolean {
  return REJECTION.test(text);
}

/** Whether a word is denied: it is behind a negation in its clause; null if it is before one, where it may be either. */
type Denial = boolean | null;

interface DeniedWord {
  readonly word: Word;
  readonly denial: Denial;
  /** Position of its clause. */
  readonly clause: number;
}

/** The words of a text, each with whether it is denied. */
function deniedWords(text: string): readonly DeniedWord[] {
  const plain = text.replace(HARMLESS, (found) => " ".repeat(found.length));
  const clauses = clausesOf(plain).map(({ start, end }) => {
    const found = NEGATION.exec(plain.slice(start, end));
    return { start, end, negation: found === null ? null : start + found.index };
  });
  return wordsOf(text).map((word) => {
    const clause = clauses.findIndex(({ start, end }) => word.start >= start && word.start < end);
    const negation = clauses[clause]?.negation ?? null;
    return { word, clause, denial: negation === null ? false : word.start > negation ? true : null };
  });
}

function clausesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const clauses: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length;) {
    const rest = text.slice(start);
    const found = CLAUSE_END.exec(rest);
    const end = found === null ? text.length : start + found.index + found[0].length;
    clauses.push({ start, end });
    start = end;
  }
  return clauses;
}

/**
 * Whether a sentence says the contrary of words that it has in common with a text, as far as the positions of negations tell:
 * most of these words, or most of a clause, are denied in the one and not in the other. A sentence that rejects something in
 * another way ("Ben opposes it") is not judged.
 * @param texts the words of its evidence.
 * @param isSame whether a word of the sentence is a word of a text.
 */
export function contradicts(
  sentence: string,
  texts: readonly string[],
  isSame: (word: Word, said: Word) => boolean,
  isContent: (word: Word) => boolean,
): boolean {
  if (!isNegation(sentence) && isRejection(sentence)) return false;
  if (!isNegation(sentence) && !texts.some(isNegation)) return false;
  const said = texts.flatMap(deniedWords);
  const judged = deniedWords(sentence).flatMap(({ word, denial, clause }) => {
    if (denial === null || !isContent(word)) return [];
    const denials = said.filter((other) => isSame(word, other.word)).map((other) => other.denial);
    return denials.every((other) => other === null) ? [] : [{ clause, isContrary: !denials.includes(denial) }];
  });
  const contraryOf = (words: typeof judged): number => words.filter(({ isContrary }) => isContrary).length;
  const clauses = [...Map.groupBy(judged, ({ clause }) => clause).values()];
  return [judged, ...clauses.filter((words) => contraryOf(words) > 1)].some(
    (words) => contraryOf(words) > words.length / 2,
  );
}
