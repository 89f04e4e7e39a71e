import { isUtf8 } from "node:buffer";

/** A decoded text file. */
type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be" | "windows-1252";

export interface DecodedText {
  /** Without its byte order mark and without zeros at its end; well-formed UTF-16. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** How many bytes of a file are searched for signs of UTF-16 and of binary content. */
const SAMPLE_BYTES = 65_536;

/**
 * The text of a file; null for binary content. Reads UTF-8 and UTF-16 with and without a byte order mark, and UTF-32 with
 * one. Anything else is read as CP1252, which contains Latin-1. Zeros at the end are removed: file systems and tapes pad
 * files with them.
 */
export function decodeBytes(bytes: Uint8Array): DecodedText | null {
  const encoding = encodingOf(bytes);
  const whole = encoding.startsWith("utf-32")
    ? decodeUtf32(bytes, encoding === "utf-32le")
    : new TextDecoder(encoding).decode(bytes);
  const text = withoutZerosAtEnd(whole);
  return looksBinary(text) ? null : { text, encoding };
}

function withoutZerosAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? "utf-32le" : "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff) return "utf-32be";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const utf16 = mayBeUtf16(sample) ? utf16WithoutMark(sample) : null;
  if (utf16 !== null) return utf16;
  if (isUtf8(bytes)) return "utf-8";
  return mostlyUtf8(bytes) ? "utf-8" : "windows-1252";
}

/**
 * Text in two bytes a letter has control characters among its bytes, which text in single bytes does not have. About half of
 * its bytes are printable, or at most three quarters in scripts whose second bytes are printable too. Text in single bytes has
 * more printable bytes, even with stray zeros in it.
 */
function mayBeUtf16(sample: Uint8Array): boolean {
  let controls = 0;
  let printable = 0;
  for (const byte of sample) {
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
    else if ((byte >= 32 && byte < 127) || byte === 10 || byte === 13) printable++;
  }
  return controls * 200 > sample.length && printable * 4 < sample.length * 3;
}

/**
 * UTF-16 is recognised by spaces, line ends and colons, whose other byte is zero. In the wrong byte order they are rare
 * letters. Chinese and Japanese may have ideographic spaces and colons instead.
 */
function utf16WithoutMark(sample: Uint8Array): Encoding | null {
  const whole = sample.subarray(0, sample.length - (sample.length % 2));
  const [best, other] = (["utf-16le", "utf-16be"] as const)
    .map((encoding) => ({ encoding, text: new TextDecoder(encoding).decode(whole) }))
    .map(({ encoding, text }) => ({ encoding, text, marks: text.match(MARKS)?.length ?? 0 }))
    .toSorted((a, b) => b.marks - a.marks);
  if (best === undefined || best.marks <= (other?.marks ?? 0)) return null;
  return best.marks * 100 >= best.text.length && readsAsWords(best.text) ? best.encoding : null;
}

const MARKS = /[\t\n\r :.,\u3000-\u3002\uFF0C\uFF1A]/g;

function readsAsWords(text: string): boolean {
  const words = withoutZerosAtEnd(text);
  const broken = words.match(/[\uFFFD\p{Co}\p{Cn}]/gu)?.length ?? 0;
  return broken <= 1 + words.length / 200 && !looksBinary(words);
}

/** Invalid characters become the replacement character. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  let part = "";
  for (let i = 4; i + 4 <= bytes.length; i += 4) {
    const code = view.getUint32(i, littleEndian);
    part += code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\uFFFD";
    if (part.length < SAMPLE_BYTES) continue;
    parts.push(part);
    part = "";
  }
  return parts.join("") + part;
}

/**
 * One broken byte must not make a whole file unreadable: the file counts as UTF-8 when it has at least as many valid
 * multi-byte sequences as invalid bytes.
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

/**
 * Whether there are more than a few control characters that text does not have. Escape, bell and backspace are allowed: they
 * occur in recorded terminal sessions.
 */
/** This many occur in text by accident, however short it is. */
const STRAY_CONTROLS = 3;

function looksBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE_BYTES);
  return (sample.match(CONTROLS)?.length ?? 0) > STRAY_CONTROLS + sample.length / 50;
}
const CONTROLS = /[\u0000-\u0006\u000E-\u001A\u001C-\u001F]/g;
