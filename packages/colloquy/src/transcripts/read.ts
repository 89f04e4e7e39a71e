import { readRegularFile, RefusedFile } from "../files/index.ts";
import { describeSystemError, type Transcript } from "../model/index.ts";
import { decodeBytes } from "./decode.ts";
import type { Parsed } from "./parser.ts";
import { chooseParser } from "./parsers.ts";
import { toTranscript } from "./render.ts";
import { recogniseSignature } from "./signature.ts";
import { DEFAULT_MAX_BYTES, describeLarge, refuseBytes, refuseShape, refuseTranscript } from "./size-limits.ts";
import { DecodedFile } from "./decoded-file.ts";
import { hasWords } from "./words.ts";

/** Changes when the same bytes may give other turns, so that files are read again. */
export const READER_VERSION = "3";

/**
 * A file is parsed, or skipped with a reason for the user. `notes` name the parts of a parsed file that could not be read, one
 * sentence each; absent if all of it was read.
 */
export type ReadResult =
  { readonly transcript: Transcript; readonly notes?: readonly string[] } | { readonly skipped: string };

export interface SizeLimit {
  /** Limit in bytes; `DEFAULT_MAX_BYTES` without it. */
  readonly maxBytes?: number;
}

/**
 * Reads a transcript from the bytes of a file. Only the extension of `file` matters. Never throws because of the bytes.
 */
export function readTranscript(bytes: Uint8Array, options: SizeLimit & { readonly file: string }): ReadResult {
  const refused = refuseBytes(bytes.length, options.maxBytes);
  if (refused !== null) return { skipped: refused };
  const signature = recogniseSignature(bytes);
  if (signature !== null) return { skipped: signature };
  const decoded = decodeBytes(bytes);
  if (decoded === null) return { skipped: "binary: it holds no text" };
  if (!hasWords(decoded.text)) return { skipped: "no text: it holds no words" };
  const unparsable = refuseShape(decoded.text);
  if (unparsable !== null) return { skipped: unparsable };
  try {
    return parse(new DecodedFile(options.file, decoded.text));
  } catch (error) {
    return { skipped: `unreadable: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The bytes of a file that may be a transcript, or why it is skipped. */
type ReadBytes = { readonly bytes: Uint8Array } | { readonly skipped: string };

/**
 * Reads a file whole, without waiting for pipes or devices.
 * @param options `within`: the real path of a folder that the file, under its real path, must lie in when it is read.
 */
export function readTranscriptBytes(
  path: string,
  { maxBytes = DEFAULT_MAX_BYTES, within }: SizeLimit & { readonly within?: string } = {},
): ReadBytes {
  const limits = {
    largest: maxBytes,
    tooLarge: (size: number) => describeLarge(size, maxBytes),
    ...(within === undefined ? {} : { within }),
  };
  try {
    const { bytes } = readRegularFile(path, limits);
    return bytes.length === 0 ? { skipped: "empty" } : { bytes };
  } catch (error) {
    const reason = describeSystemError(error);
    return { skipped: error instanceof RefusedFile && error.isTooLarge ? reason : `unreadable: ${reason}` };
  }
}

/** As `readTranscript`, from a path. A file that cannot be read is skipped with the reason. */
export function readTranscriptFile(path: string, options: SizeLimit & { readonly file?: string } = {}): ReadResult {
  const read = readTranscriptBytes(path, options);
  return "skipped" in read ? read : readTranscript(read.bytes, { ...options, file: options.file ?? path });
}

function parse(file: DecodedFile): ReadResult {
  const json = file.json;
  if (json.kind === "broken") return { skipped: json.truncated ? "broken JSON: it looks truncated" : "broken JSON" };
  const parser = chooseParser(file);
  if (parser === null) return { skipped: unrecognised(file) };
  const parsed = parser.parse(file);
  const transcript = toTranscript(file.text, parsed);
  if (transcript.turns.length === 0) return { skipped: `no text: ${parser.name} without words` };
  const refused = refuseTranscript(transcript.turns.length, transcript.text.length);
  if (refused !== null) return { skipped: refused };
  const notes = notesOn(file, parsed);
  return notes.length === 0 ? { transcript } : { transcript, notes };
}

const LISTED_LINES = 5;

function notesOn({ json }: DecodedFile, parsed: Parsed): string[] {
  const notes: string[] = [];
  if (json.kind === "lines" && json.broken.length > 0) {
    const count = json.broken.length;
    const listed = json.broken.slice(0, LISTED_LINES).join(", ");
    notes.push(
      count === 1
        ? `line ${listed} is not JSON and was left out`
        : `${count} lines are not JSON and were left out: ${listed}${count > LISTED_LINES ? ", ..." : ""}`,
    );
  }
  if (parsed.kind === "rendered" && parsed.malformed > 0)
    notes.push(
      `${parsed.malformed === 1 ? "an entry without text was" : `${parsed.malformed} entries without text were`} left out`,
    );
  return notes;
}

function unrecognised(file: DecodedFile): string {
  if (file.syntax === "markup") return "XML or HTML, which is not read; export it as WebVTT, SRT or text";
  if (file.json.kind === "lines") return "no turns: its JSON lines have no text with a speaker or a time";
  if (file.json.kind === "value") return "no turns: its JSON has no known transcript format";
  return /^(?:csv|tsv)$/.test(file.extension)
    ? "no turns: no columns of text and speaker or time"
    : "no transcript format was recognised; rename it to .txt to read it as prose";
}
