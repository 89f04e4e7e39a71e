import { singular } from "./name-form.ts";
import { foldName } from "./normalise.ts";

/** A word of a text. */
export interface TextWord {
  /** As in keys of names. */
  readonly folded: string;
  /** What it may be as the last word of a stem: its singular first. */
  readonly stems: readonly string[];
  /** Position in the text. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** "T_V_", "U.K.", "don't", "C++": one word each. */
const WORD = /(?:\p{Lu}_)+s?|\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}+#&]+(?:['\u2019\u02bc]\p{L}+)*/gu;

/** Reads the words of texts. It remembers the forms of the words that it has read. */
export function wordReader(): (text: string) => readonly TextWord[] {
  const known = new Map<string, Pick<TextWord, "folded" | "stems">>();
  const formsOf = (word: string): Pick<TextWord, "folded" | "stems"> => {
    const remembered = known.get(word);
    if (remembered !== undefined) return remembered;
    const folded = foldName(word);
    const forms = { folded, stems: stemsOf(folded) };
    known.set(word, forms);
    return forms;
  };
  return (text) =>
    Array.from(text.matchAll(WORD), ({ 0: word, index }) => {
      const { folded, stems } = formsOf(word);
      return { folded, stems, start: index, end: index + word.length };
    });
}

/** Endings of plurals without a regular singular. Only one of the singulars of a word is a word. */
const PLURALS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[sz]|o)es$/, ""],
  [/ses$/, "sis"],
  [/men$/, "man"],
  [/(?<=child)ren$/, ""],
  [/ices$/, "ix"],
  [/ices$/, "ex"],
  [/(?<=..)i$/, "us"],
  [/(?<=..)a$/, "um"],
  [/(?<=..)a$/, "on"],
  [/(?<=..)ae$/, "a"],
  [/(?<=^(?:el|hal|lea|loa|scar|sel|shea|shel|thie|whar|wol))ves$/, "f"],
  [/(?<=^(?:kni|li|wi))ves$/, "fe"],
  [/(?<=^[lm])ice$/, "ouse"],
  [/(?<=^g)eese$/, "oose"],
  [/(?<=^t)eeth$/, "ooth"],
  [/(?<=^f)eet$/, "oot"],
];

function stemsOf(word: string): readonly string[] {
  const irregular = PLURALS.filter(([ending]) => ending.test(word)).map(([ending, plain]) =>
    word.replace(ending, plain),
  );
  return [...new Set([singular(word), ...irregular])];
}

/** Words that are frequent in English and not in other languages. */
const ENGLISH = new Set("the and that this with you they have are it but not what would there".split(" "));
const LEAST_ENGLISH = 0.05;

/** Whether a text is in English, by the share of frequent English words: about a quarter of them in speech. */
export function isEnglish(words: readonly TextWord[]): boolean {
  return words.filter(({ folded }) => ENGLISH.has(folded)).length >= words.length * LEAST_ENGLISH;
}
