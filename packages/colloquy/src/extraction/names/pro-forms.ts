import { wordsOf } from "./name-words.ts";

/** Words that stand for something that was named before. */
const PRO_FORMS: ReadonlySet<string> = new Set(
  (
    "it its itself this that these those they them their theirs themselves he him his himself she her hers herself " +
    "i me my mine myself we us our ours ourselves you your yours yourself one ones who whom whose which so such both"
  ).split(" "),
);

/** How many words of an English text stand for something that was named before, such as "it" and "they". */
export function countProForms(text: string): number {
  return wordsOf(text).filter(({ folded }) => PRO_FORMS.has(folded)).length;
}
