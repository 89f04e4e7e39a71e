import { createHash } from "node:crypto";

/** FTS5 cuts tokens after 32 KiB. */
const LONGEST_TERM = 4_000;
/**
 * Characters that the `ascii` tokenizer splits or folds, characters that UTF-8 cannot hold, and the escape characters.
 */
const ESCAPED = /[\0-/:-`{-\x7f\ue000-\ue0ff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ASCII_BASE = 0xe000;
const CODE_ESCAPE = "\ue080";
const HASH_ESCAPE = "\ue081";

/**
 * A term as one token of FTS5's `ascii` tokenizer. Different terms have different tokens. Lower-case ASCII letters,
 * digits and characters beyond ASCII stay; each other ASCII character becomes a private-use character.
 */
export function encodeTerm(term: string): string {
  if (term.length > LONGEST_TERM) return HASH_ESCAPE + createHash("sha256").update(term, "utf16le").digest("hex");
  return term.replace(ESCAPED, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? String.fromCharCode(ASCII_BASE + code) : `${CODE_ESCAPE}${code.toString(16)}`;
  });
}

/** The terms as text with one token each, including repeats. */
export function encodeTerms(terms: readonly string[]): string {
  return terms
    .filter((term) => term !== "")
    .map(encodeTerm)
    .join(" ");
}
