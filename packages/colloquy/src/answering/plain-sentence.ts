import { inLine } from "../model/index.ts";
import { withoutCitations } from "../summarising/index.ts";

const IMAGE = /!\[[^\]]*\]\([^)]*\)/g;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;
const TAG = /<\/?[a-z!][^<>]*>/gi;
const EMPHASIS = /\*{1,3}|`+|^#{1,6}\s|(?<!\w)_{1,3}|_{1,3}(?!\w)/g;
/** An address, also without its protocol: `https://a.org/x`, `//a/x`, `www.a.org`, `a.org/x`. */
const ADDRESS =
  /(?:\b[a-z][a-z\d+.-]*:)?\/\/[^\s/]\S*|\b(?:www\.|mailto:)\S+|(?<![\p{L}\p{N}_.])[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?:\/\S*)?(?![\p{L}\p{N}_]|\.[\p{L}\p{N}_])/giu;

/**
 * A sentence of a model as plain text with one full stop: no marks of Markdown, no tags, images or targets of links, no numbers
 * of citations. Empty if no words are left.
 */
export function plainSentence(written: string): string {
  let plain = inLine(written);
  // A mark that is removed may complete another one.
  for (let before = ""; before !== plain;) {
    before = plain;
    plain = plain.replace(IMAGE, " ").replace(LINK, "$1").replace(TAG, " ").replace(EMPHASIS, "");
  }
  return withoutCitations(inLine(plain));
}

/** The addresses in a text that are not a part of the given words. */
export function foreignAddresses(text: string, words: readonly string[]): readonly string[] {
  const said = new Set(words.flatMap(addressesIn));
  return addressesIn(text).filter((address) => !said.has(address));
}

function addressesIn(text: string): readonly string[] {
  return (text.match(ADDRESS) ?? []).map((address) => address.replace(/[.,;:!?)\]}"'”’]+$/, "").toLowerCase());
}
