import { decodeHTMLStrict } from "entities/decode";

/** The form of an HTML character reference: `&#39;`, `&#x27;`, `&quot;`. The name may be unknown in HTML. */
const REFERENCE = String.raw`(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});`;
const REFERENCES = new RegExp(`&${REFERENCE}`, "g");
/** The form in text that was escaped up to three times: `&amp;#39;`, `&amp;amp;quot;`. */
const REPEATED_REFERENCES = new RegExp(`&(?:amp;){0,2}${REFERENCE}`, "g");
const REFERENCE_HERE = new RegExp(`&(?:amp;){0,2}${REFERENCE}`, "y");
const LINE_WHITE_SPACE = /^[\t\n\f\r]$/;

/** A character reference and its characters. */
export interface CharacterReference {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/**
 * The character references of a text, in order. `repeated` also finds references in text that was escaped more than
 * once. Linear.
 */
export function* characterReferences(text: string, { repeated = false } = {}): Generator<CharacterReference> {
  for (const { 0: written, index: start } of text.matchAll(repeated ? REPEATED_REFERENCES : REFERENCES)) {
    const value = repeated ? decodeRepeated(written) : decode(written);
    if (value !== written) yield { start, end: start + written.length, value };
  }
}

/** The character reference, escaped once or more, that starts exactly at an offset; null if there is none. */
export function characterReferenceAt(text: string, start: number): CharacterReference | null {
  REFERENCE_HERE.lastIndex = start;
  const written = REFERENCE_HERE.exec(text)?.[0];
  const value = written === undefined ? undefined : decodeRepeated(written);
  return written === undefined || value === undefined || value === written
    ? null
    : { start, end: start + written.length, value };
}

/**
 * Replaces character references by their characters. A reference without a semicolon, or with a name that HTML does not
 * know, stays as it is. A reference to a line end or a tab becomes a space, as in a browser.
 */
export function decodeCharacterReferences(text: string): string {
  return text.includes("&") ? text.replace(REFERENCES, decode) : text;
}

function decode(written: string): string {
  const value = decodeHTMLStrict(written);
  return LINE_WHITE_SPACE.test(value) ? " " : value;
}

function decodeRepeated(written: string): string {
  let value = written;
  for (let before = ""; before !== value;) {
    before = value;
    value = decodeCharacterReferences(value);
  }
  return value;
}
