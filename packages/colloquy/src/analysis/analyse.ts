import { stemmer } from "stemmer";

/** Changes when the terms of a text change: stored terms of another version must be computed again. */
export const ANALYSIS_VERSION = "porter@1";

const ASCII_ONLY = /^[\0-\x7f]*$/;
/** A number with its separators is one word, so that a time stamp or an amount is not many small numbers. */
const ASCII_WORD = /\d+(?:[.:]\d+|,\d{3}(?!\d))+|[a-z0-9]+(?:'[a-z]+)*/g;
const WORD = /\d+(?:[.:]\d+|,\d{3}(?!\d))+|[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;
const COMBINING_ACCENTS = /[\u0300-\u036f]/g;
/** Scripts that are written without spaces between words, or whose words carry particles (Korean). */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}]+/gu;
const FIRST_UNSPACED = 0x0e00;
const LONGEST_STEMMED = 32;
const MOST_REMEMBERED = 50_000;

/** English words that carry no topic, and the fragments of contractions. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are aren arent as at be because been before being below
  between both but by can cannot cant could couldn couldnt d did didn didnt do does doesn doesnt doing don dont down during
  each either else etc ever every few for from further get gets getting go goes going gonna got had hadn hadnt has hasn hasnt have
  haven havent having he her here hers herself hes him himself his how however i id if ill im in into is isn isnt it its
  itself ive just kind know let lets like ll m many may maybe me mean might more most much must my myself neither no nor
  not now o of off oh ok okay on once one only or other others our ours ourselves out over own quite rather re really
  right s same say see shall she shes should shouldn shouldnt so some sort still such t than that thats the their theirs
  them themselves then there theres these they theyre theyve thing things this those though through to too uh uhhuh um
  under until up upon us ve very was wasn wasnt we well were weren werent weve what whats when where whether which while
  who whom whose why will with within without won wont would wouldn wouldnt yeah yep yes yet you youd youll your youre
  yours yourself yourselves youve`.split(/\s+/),
);

const stems = new Map<string, string>();

/**
 * The terms of a text for keyword search and hashed vectors, in order, with repetitions: words without case and accents, stems
 * of English words (Porter, 1980), no English stop words, and pairs of characters for scripts that are written without spaces.
 * Chunks and queries use the same terms.
 */
export function analyse(text: string): string[] {
  return words(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem);
}

/** The words of a text, before `analyse` removes stop words and takes stems. */
export function words(text: string): string[] {
  if (ASCII_ONLY.test(text)) return (text.toLowerCase().match(ASCII_WORD) ?? []).map(withoutPunctuation);
  const folded = text
    .replaceAll("’", "'")
    .normalize("NFKD")
    .replace(COMBINING_ACCENTS, "")
    .normalize("NFC")
    .toLowerCase();
  return (folded.match(WORD) ?? []).flatMap((word) =>
    isSpaced(word) ? [withoutPunctuation(word)] : splitUnspaced(word),
  );
}

/** The Porter stem of a word of plain letters; other words unchanged. */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MOST_REMEMBERED) stems.clear();
  const stemmed = word.length <= LONGEST_STEMMED && /^[a-z]+$/.test(word) ? stemmer(word) : word;
  stems.set(word, stemmed);
  return stemmed;
}

/** "Ada's" is Ada, "don't" is dont, "10,000" is 10000. */
function withoutPunctuation(word: string): string {
  if (word.includes("'")) return word.replace(/'s$/, "").replaceAll("'", "");
  return word.includes(",") ? word.replaceAll(",", "") : word;
}

function isSpaced(word: string): boolean {
  for (let index = 0; index < word.length; index++) if (word.charCodeAt(index) >= FIRST_UNSPACED) return false;
  return true;
}

function splitUnspaced(word: string): string[] {
  const found: string[] = [];
  let end = 0;
  for (const match of word.matchAll(UNSPACED)) {
    if (match.index > end) found.push(word.slice(end, match.index));
    found.push(...pairs([...match[0]]));
    end = match.index + match[0].length;
  }
  if (end < word.length) found.push(word.slice(end));
  return found;
}

function pairs(characters: readonly string[]): string[] {
  if (characters.length < 2) return [...characters];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
