import type { Sentence } from "./tokens.ts";

/** Words that are frequent in spoken English, and not in related languages. */
const ENGLISH = new Set(
  "the and of to that is it for with this are you have be not we they but at from what which would there been has or by as i my can do if your he she was were will just about our their n't its".split(
    " ",
  ),
);

/** Frequent words of other languages in Latin script. */
const FOREIGN = new Set(
  "der das und ist nicht ein eine zu den mit wir sie auf für von es ich auch dem des im le la les des et est un une que qui dans pour pas nous vous sur avec ce il elle el los las una y por con para como más pero lo se del al o os uma em não com na il di che sono gli è della een het niet dat en zijn voor maar ook w na nie się że jest do yn yr mae ac ar och att det som på är".split(
    " ",
  ),
);

/** Texts with at least this many words are tested for English. */
const MIN_WORDS = 20;
const MIN_SHARE = 0.1;

/** How many words of a text are used to find its language. */
export interface LanguageSigns {
  readonly words: number;
  readonly english: number;
  readonly foreign: number;
}

export const NO_SIGNS: LanguageSigns = { words: 0, english: 0, foreign: 0 };

export function addSigns(a: LanguageSigns, b: LanguageSigns): LanguageSigns {
  return { words: a.words + b.words, english: a.english + b.english, foreign: a.foreign + b.foreign };
}

export function signsOf({ tokens }: Sentence): LanguageSigns {
  let words = 0;
  let english = 0;
  let foreign = 0;
  for (const { lower } of tokens) {
    if (!/^\p{L}/u.test(lower)) continue;
    words += 1;
    if (ENGLISH.has(lower)) english += 1;
    else if (FOREIGN.has(lower)) foreign += 1;
  }
  return { words, english, foreign };
}

/** Whether a chunk is English, or too short to tell. */
export function isEnglish({ words, english, foreign }: LanguageSigns): boolean {
  return foreign <= english && (words < MIN_WORDS || english >= words * MIN_SHARE);
}

/** Whether a sentence of an English chunk is English speech: no list, no code, no sentence of another language. */
export function isSpeech(sentence: Sentence, { words, english, foreign }: LanguageSigns): boolean {
  if (words === 0 || (foreign > english && foreign > 1) || (words >= 8 && english === 0)) return false;
  const symbols = sentence.tokens.filter((token) => /^[{}[\]<>=\\|@#^~`_*"]+$/.test(token.text)).length;
  return symbols <= sentence.tokens.length * 0.2;
}
