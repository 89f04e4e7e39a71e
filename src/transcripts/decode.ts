import { isUtf8 } from "node:buffer";

/** How the bytes of a text file were understood. */
type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export interface DecodedText {
  /** Without its byte order mark; well-formed UTF-16. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** How far into a file we look for the signs of UTF-16 and of binary content. */
const SAMPLE_BYTES = 65_536;

/**
 * The text of a file, or null where it holds no text but something binary.
 * UTF-8 and UTF-16 with and without a byte order mark; what is neither is read as CP1252, which holds Latin-1.
 */
export function decode(bytes: Uint8Array): DecodedText | null {
  const encoding = encodingOf(bytes);
  if (encoding === null) return null;
  const text = new TextDecoder(encoding).decode(bytes);
  return looksBinary(text) ? null : { text, encoding };
}

function encodingOf(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (sample.includes(0)) return utf16WithoutMark(sample);
  if (isUtf8(bytes)) return "utf-8";
  return mostlyUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** UTF-16 shows as zeros in the high bytes: of Latin letters, or at least of spaces and line ends. */
function utf16WithoutMark(sample: Uint8Array): Encoding | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] === 0) {
      if (i % 2 === 0) even++;
      else odd++;
    }
  }
  const whole = sample.subarray(0, sample.length - (sample.length % 2));
  const enough = sample.length / 200;
  if (odd > enough && even * 50 < odd && readsAs(whole, "utf-16le")) return "utf-16le";
  if (even > enough && odd * 50 < even && readsAs(whole, "utf-16be")) return "utf-16be";
  return null;
}

function readsAs(sample: Uint8Array, encoding: Encoding): boolean {
  const text = new TextDecoder(encoding).decode(sample);
  const broken = text.match(/[\uFFFD\uE000-\uF8FF\uFDD0-\uFDEF\uFFFE\uFFFF]/gu)?.length ?? 0;
  return broken <= 1 + text.length / 200 && !looksBinary(text);
}

/**
 * One broken byte must not turn a whole file into mojibake: the file counts as UTF-8 when its valid
 * multi-byte sequences are at least as many as the bytes that fit none.
 */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let valid = 0;
  let invalid = 0;
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length = sequenceLength(lead);
    let seen = 1;
    while (seen < length && ((bytes[i + seen] ?? 0) & 0xc0) === 0x80) seen++;
    if (length > 1 && seen === length) valid++;
    else if (length > 1 && i + seen >= bytes.length) break;
    else invalid++;
    i += seen;
  }
  return valid > 0 && valid >= invalid;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 1;
}

/** Control characters that no text holds; escape, bell and backspace stand in recorded terminal sessions. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE_BYTES);
  return (sample.match(CONTROLS)?.length ?? 0) > sample.length / 50;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u0006\u000E-\u001A\u001C-\u001F]/g;
