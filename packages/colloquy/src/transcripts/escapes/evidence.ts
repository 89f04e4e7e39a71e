/** An apostrophe within a word. A talk about HTML does not mention the reference there. */
const APOSTROPHE_IN_WORD = /\p{L}&(?:#0{0,3}39|#[xX]0{0,2}27|apos|rsquo|#8217|#[xX]2019);\p{L}/u;
/** The same in text that was escaped twice, as in feeds: `it&amp;#39;s`. */
const REPEATED_APOSTROPHE_IN_WORD = /\p{L}&(?:amp;){1,2}(?:#0{0,3}39|#[xX]0{0,2}27|apos|rsquo|#8217|#[xX]2019);\p{L}/u;
const AMPERSAND = String.raw`&(?:amp|AMP|#0{0,3}38|#[xX]0{0,2}26);`;
/** An ampersand within a word or between two names: "Q&amp;A", "Johnson &amp; Johnson". */
const AMPERSAND_IN_NAME = new RegExp(
  String.raw`\p{L}${AMPERSAND}\p{L}|\p{Lu}[\p{L}.]{1,30} ${AMPERSAND} \p{Lu}[\p{L}.]`,
  "u",
);
const BARE_AMPERSAND = /&(?!#?\w{1,32};)/;
const ESCAPED_QUOTE = /&(?:quot|apos|#0{0,3}3[49]|#[xX]0{0,2}2[27]);/g;
const BARE_QUOTE = /["']/g;

/**
 * Whether a whole text was escaped for HTML. One of these signs is enough: an apostrophe within a word is a reference
 * (`it&#39;s`); an ampersand within a word or between two names is a reference (`Q&amp;A`), and the text has no bare one; most
 * quotation marks are references. A talk about HTML, in which `&amp;` means itself, has none of them.
 */
export function isEscapedHtml(text: string): boolean {
  if (APOSTROPHE_IN_WORD.test(text)) return true;
  if (AMPERSAND_IN_NAME.test(text) && !BARE_AMPERSAND.test(text)) return true;
  return count(text, ESCAPED_QUOTE) > count(text, BARE_QUOTE);
}

/** Whether a text was escaped for HTML more than once. */
export function isEscapedRepeatedly(text: string): boolean {
  return text.includes("&amp;") && REPEATED_APOSTROPHE_IN_WORD.test(text);
}

/** A time or a remark such as `\[laughs\]`, `\[unintelligible 00:05:19.27\]`. Transcripts escape no other brackets. */
const ESCAPED_REMARK = /\\\[(?:[\d:.]{4,14}|\p{L}[\p{L}\p{M} ,.'’]{3,60}[\d:.]{0,14})\\\]/gu;
const BARE_REMARK = /(?<!\\)\[(?:[\d:.]{4,14}|\p{L}[\p{L}\p{M} ,.'’]{3,60}[\d:.]{0,14})\]/gu;

/** Whether a text is Markdown by its remarks in brackets: most are escaped, as Markdown editors do. */
export function isEscapedMarkdown(text: string): boolean {
  return text.includes("\\[") && count(text, ESCAPED_REMARK) > count(text, BARE_REMARK);
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}
