import { wordsOf } from "./name-words.ts";

/** Words that stand for things or people that are talked about. */
const ABOUT_OTHERS =
  "it its itself this that these those they them their theirs themselves he him his himself she her hers herself such both";
const OTHERS = wordSet(ABOUT_OTHERS);
/** Words that stand for something that was named before. */
const PRO_FORMS = wordSet(
  `${ABOUT_OTHERS} i me my mine myself we us our ours ourselves you your yours yourself one ones who whom whose which so`,
);

/** How many words of an English text stand for something that was named before, such as "it" and "they". */
export function countProForms(text: string): number {
  return wordsOf(text).filter(({ folded }) => PRO_FORMS.has(folded)).length;
}

/** Whether an English text has a word that stands for somebody or something else that was named before, such as "these". */
export function refersBack(text: string): boolean {
  return wordsOf(text).some(({ folded }) => OTHERS.has(folded));
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
