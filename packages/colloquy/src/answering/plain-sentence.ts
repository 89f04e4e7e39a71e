import { inLine } from "../model/index.ts";
import { withoutCitations } from "../summarising/index.ts";

const IMAGE = /!\[[^\]]*\]\([^)]*\)/g;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;
const TAG = /<\/?[a-z!][^<>]*>/gi;
const EMPHASIS = /\*{1,3}|`+|^#{1,6}\s|(?<!\w)_{1,3}|_{1,3}(?!\w)/g;
/** An address, also without its protocol. */
const ADDRESS =
  /\b(?:[a-z][a-z\d+.-]*:\/\/|www\.|mailto:)\S+|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/\S*)?(?!\w|\.\w)/gi;

/**
 * A sentence of a model as plain text with one full stop: no marks of Markdown, no tags, images or targets of links, no numbers
 * of citations. Empty if no words are left.
 */
export function plainSentence(written: string): string {
  const plain = inLine(written).replace(IMAGE, " ").replace(LINK, "$1").replace(TAG, " ").replace(EMPHASIS, "");
  return withoutCitations(inLine(plain));
}

/** The addresses in a text that are not a part of the given words. */
export function foreignAddresses(text: string, words: readonly string[]): readonly string[] {
  const found = text.match(ADDRESS) ?? [];
  return found.filter((address) => {
    const bare = address.replace(/[.,;:!?)\]}"'”’]+$/, "");
    return !words.some((quoted) => quoted.includes(bare));
  });
}
