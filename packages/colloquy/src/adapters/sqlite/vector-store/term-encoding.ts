import { createHash } from "node:crypto";

/** FTS5 cuts tokens after 32 KiB. */
const LONGEST_TERM = 4_000;
/** What the `ascii` tokenizer would split or fold, what UTF-8 cannot hold, and the letters that we escape with. */
const ESCAPED = /[\0-/:-`{-\x7f\ue000-\ue0ff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ASCII_BASE = 0xe000;
const CODE_ESCAPE = "\ue080";
const HASH_ESCAPE = "\ue081";

/**
 * A term as one token of FTS5's `ascii` tokenizer, whatever it is made of; different terms stay different.
 * ASCII letters in lower case, digits and everything beyond ASCII stand for themselves, other ASCII
 * becomes a private-use letter each.
 */
export function encodeTerm(term: string): string {
  if (term.length > LONGEST_TERM) return HASH_ESCAPE + createHash("sha256").update(term, "utf16le").digest("hex");
  return term.replace(ESCAPED, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? String.fromCharCode(ASCII_BASE + code) : `${CODE_ESCAPE}${code.toString(16)}`;
  });
}

/** The FTS5 query for chunks with any of the terms; null where there is none. */
export function anyOf(terms: readonly string[]): string | null {
  const quoted = terms.filter((term) => term !== "").map((term) => `"${encodeTerm(term)}"`);
  return quoted.length === 0 ? null : quoted.join(" OR ");
}

/** The terms as a text of one token each, repeats kept. */
export function encodeTerms(terms: readonly string[]): string {
  return terms
    .filter((term) => term !== "")
    .map(encodeTerm)
    .join(" ");
}
