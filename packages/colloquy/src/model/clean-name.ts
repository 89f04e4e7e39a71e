import { stripVTControlCharacters } from "node:util";

const ESCAPES = /[\u001B\u009B]/;
/** Controls, soft hyphens, marks of direction, spaces without width, fillers that show nothing, annotations and tags. */
const INVISIBLE =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E007F}]/gu;
/**
 * Joiners belong to names in Arabic and Indic scripts and to emoji; elsewhere, and before a space, they are removed. A
 * mark that every script can carry (an acute accent) does not identify such a script.
 */
const JOINERS =
  /(?<![\p{Script_Extensions=Arabic}\p{Script_Extensions=Deva}\p{Extended_Pictographic}\uFE0F]|(?!\p{Script=Inherited})\p{M})[\u200C\u200D]|[\u200C\u200D]+(?=\s|$)/gu;
const SPACES = /[\s\u0085]+/gu;

/**
 * An untrusted name as it is stored and shown: visible characters only, on one line, single spaces, NFC, well-formed (a
 * lone surrogate becomes U+FFFD). Empty if the name has no visible characters. Cleaning a clean name changes nothing.
 */
export function cleanName(name: string): string {
  const cleaned = cleanOnce(name);
  // A removal can make marks adjacent, which NFC reorders, or put a joiner at the end of the name: repeat until stable.
  return cleaned === name ? name : cleanName(cleaned);
}

function cleanOnce(name: string): string {
  const visible = ESCAPES.test(name) ? stripVTControlCharacters(name) : name;
  return visible
    .replace(INVISIBLE, "")
    .replace(JOINERS, "")
    .replace(SPACES, " ")
    .trim()
    .normalize("NFC")
    .toWellFormed();
}
