import { readFile, stat } from "node:fs/promises";
import { describeSystemError, type Transcript } from "../model/index.ts";
import { decode } from "./decode.ts";
import type { Parsed } from "./parser.ts";
import { chooseParser } from "./parsers.ts";
import { toTranscript } from "./render.ts";
import { recogniseSignature } from "./signature.ts";
import { Source } from "./source.ts";
import { hasWords } from "./words.ts";

/** Changes whenever the same bytes may be read into other turns, so that files are read again. */
export const READER_VERSION = "1";

/** Larger files are skipped unless the caller raises the limit. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/**
 * A file is parsed, or skipped for a reason that a user can read. `notes` say what of a parsed file could not be read,
 * a sentence each; absent where all of it was.
 */
export type ReadResult =
  { readonly transcript: Transcript; readonly notes?: readonly string[] } | { readonly skipped: string };

export interface ReadOptions {
  /** Limit in bytes; `DEFAULT_MAX_BYTES` without it. */
  readonly maxBytes?: number;
}

/** Reads a transcript from the bytes of a file; `file` is its name, of which only the extension matters. Never throws on content. */
export function readTranscript(bytes: Uint8Array, options: ReadOptions & { readonly file: string }): ReadResult {
  const refused = refuse(bytes.length, options.maxBytes);
  if (refused !== null) return { skipped: refused };
  const signature = recogniseSignature(bytes);
  if (signature !== null) return { skipped: signature };
  const decoded = decode(bytes);
  if (decoded === null) return { skipped: "binary: it holds no text" };
  if (!hasWords(decoded.text)) return { skipped: "no text: it holds no words" };
  try {
    return parse(new Source(options.file, decoded.text));
  } catch (error) {
    return { skipped: `unreadable: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** As `readTranscript`, from a path. A file that cannot be read is skipped with the reason. */
export async function readTranscriptFile(
  path: string,
  options: ReadOptions & { readonly file?: string } = {},
): Promise<ReadResult> {
  try {
    const stats = await stat(path);
    // Before it is opened: a pipe without a writer would block.
    if (!stats.isFile()) return { skipped: "not a regular file" };
    const refused = refuse(stats.size, options.maxBytes);
    if (refused !== null) return { skipped: refused };
    return readTranscript(await readFile(path), { ...options, file: options.file ?? path });
  } catch (error) {
    return { skipped: `unreadable: ${describeSystemError(error)}` };
  }
}

function refuse(size: number, maxBytes = DEFAULT_MAX_BYTES): string | null {
  if (size === 0) return "empty";
  return size > maxBytes ? `too large: ${megabytes(size)} MB, the limit is ${megabytes(maxBytes)} MB` : null;
}

function megabytes(bytes: number): string {
  const value = bytes / (1024 * 1024);
  return value >= 10 ? value.toFixed(0) : value.toFixed(value >= 0.1 ? 1 : 4);
}

const MARKUP = /^\s{0,1000}(?:<\?xml|<!doctype|<html|<tt[\s>]|<transcript[\s>]|<timedtext)/i;

function parse(source: Source): ReadResult {
  const json = source.json;
  if (json.kind === "broken") return { skipped: json.truncated ? "broken JSON: it looks truncated" : "broken JSON" };
  if (MARKUP.test(source.sample))
    return { skipped: "XML or HTML, which is not read; export it as WebVTT, SRT or text" };
  const parser = chooseParser(source);
  if (parser === null) return { skipped: unrecognised(source) };
  const parsed = parser.parse(source);
  const transcript = toTranscript(source.text, parsed);
  if (transcript.turns.length === 0) return { skipped: `no text: ${parser.name} without words` };
  const notes = notesOn(source, parsed);
  return notes.length === 0 ? { transcript } : { transcript, notes };
}

const LISTED_LINES = 5;

function notesOn({ json }: Source, parsed: Parsed): string[] {
  const notes: string[] = [];
  if (json.kind === "lines" && json.broken.length > 0) {
    const count = json.broken.length;
    const listed = json.broken.slice(0, LISTED_LINES).join(", ");
    notes.push(
      count === 1
        ? `line ${listed} is no JSON and was left out`
        : `${count} lines are no JSON and were left out: ${listed}${count > LISTED_LINES ? ", ..." : ""}`,
    );
  }
  if (parsed.kind === "utterances" && parsed.malformed > 0)
    notes.push(
      `${parsed.malformed === 1 ? "an entry without text was" : `${parsed.malformed} entries without text were`} left out`,
    );
  return notes;
}

function unrecognised(source: Source): string {
  if (source.json.kind === "lines") return "no turns: its JSON lines have no text with a speaker or a time";
  if (source.json.kind === "value") return "no turns: its JSON is of no transcript format that is known";
  return /^(?:csv|tsv)$/.test(source.extension)
    ? "no turns: no columns of text and speaker or time"
    : "no transcript format was recognised; rename it to .txt to read it as prose";
}
