import { isObject, type JsonObject, member, objects, text } from "../json/shape.ts";
import { type Parsed, type Parser, rendered, type RenderedTurn } from "../parser.ts";
import type { DecodedFile } from "../decoded-file.ts";
import { diarisedSpeaker } from "../speaker.ts";
import { type FieldMeaning, type RawTurn, readTimes, understandNames } from "../turn-fields.ts";

/** An array of turns as JSON, bare or as a member of an object. */
export const jsonTurns: Parser = {
  name: "json-turns",
  detect: (file) => (file.json.kind === "value" && looksLikeTurns(rowsOf(file)) ? 0.7 : 0),
  parse: (file) => renderRows("json-turns", rowsOf(file)),
};

/** Turns as JSON Lines. */
export const jsonLines: Parser = {
  name: "jsonl",
  detect: (file) => (looksLikeTurns(linesOf(file)) ? (file.json.kind === "lines" ? 0.8 : 0.65) : 0),
  parse: (file) => renderRows("jsonl", linesOf(file)),
};

/** Rows of another kind, such as a line about the recording, have no member for text. Malformed turns have one. */
function renderRows(format: string, rows: readonly JsonObject[]): Parsed {
  const [text] = [...meaningsOf(rows)].find(([, { field }]) => field === "text") ?? [];
  const malformed = rows.filter((row) => text !== undefined && text in row && !isText(row[text])).length;
  return rendered(format, readRows(rows), malformed);
}

const CONTAINERS = [
  "turns",
  "utterances",
  "segments",
  "transcript",
  "transcription",
  "transcripts",
  "results",
  "messages",
  "dialogue",
  "dialog",
  "conversation",
  "sentences",
  "monologues",
  "captions",
  "cues",
  "subtitles",
  "lines",
  "entries",
  "items",
  "data",
  "blocks",
  "paragraphs",
];

function linesOf(file: DecodedFile): readonly JsonObject[] {
  if (file.json.kind === "lines") return objects(file.json.values);
  const single = file.json.kind === "value" && /^(?:jsonl|ndjson)$/.test(file.extension) ? file.json.value : undefined;
  return isObject(single) ? [single] : [];
}

function rowsOf(file: DecodedFile): readonly JsonObject[] {
  if (file.json.kind !== "value") return [];
  const root = file.json.value;
  if (Array.isArray(root)) return objects(root);
  return (
    containedRows(root) ??
    containedRows(member(root, "data")) ??
    containedRows(member(root, "result")) ??
    containedRows(member(root, "transcript")) ??
    containedRows(member(root, "data", "transcript")) ??
    []
  );
}

function containedRows(value: unknown): readonly JsonObject[] | null {
  for (const name of CONTAINERS) {
    const rows = objects(member(value, name));
    if (looksLikeTurns(rows)) return rows;
  }
  return null;
}

/** Rows with text only could be anything. A speaker, a time, or a member name that only transcripts use makes them turns. */
function looksLikeTurns(rows: readonly JsonObject[]): boolean {
  const head = rows.slice(0, 50);
  if (head.length === 0) return false;
  const meanings = meaningsOf(head);
  const fields = new Set([...meanings.values()].map(({ field }) => field));
  const turns = readRows(head).filter(({ text: words }) => words.trim() !== "");
  return (
    fields.has("text") &&
    (fields.has("speaker") || fields.has("start") || isTextAlone(head)) &&
    turns.length * 2 >= head.length
  );
}

/** Whether a row has only text, and counts or ratings of it. */
function isTextAlone(rows: readonly JsonObject[]): boolean {
  return namesOf(rows).every(
    (name) => /^(?:id|index|idx|seq|confidence|score|lang|language)$/i.test(name) || understandNames([name]).size > 0,
  );
}

function namesOf(rows: readonly JsonObject[]): string[] {
  return [...new Set(rows.slice(0, 50).flatMap((row) => Object.keys(row)))];
}

function meaningsOf(rows: readonly JsonObject[]): ReadonlyMap<string, FieldMeaning> {
  const head = rows.slice(0, 50);
  return understandNames(namesOf(head), (name) => head.map((row) => member(row, name)));
}

function readRows(rows: readonly JsonObject[]): RenderedTurn[] {
  const meanings = meaningsOf(rows);
  return readTimes(
    rows.map((row) => readRow(row, meanings)),
    meanings,
  );
}

function readRow(row: JsonObject, meanings: ReadonlyMap<string, FieldMeaning>): RawTurn {
  const values: Partial<Record<FieldMeaning["field"], unknown>> = {};
  for (const [name, { field }] of meanings) values[field] = member(row, name);
  return {
    speaker:
      diarisedSpeaker(values.speaker) ??
      diarisedSpeaker(member(values.speaker, "name")) ??
      diarisedSpeaker(member(values.speaker, "id")),
    start: values.start ?? null,
    end: values.end ?? null,
    duration: values.duration ?? null,
    text: textOf(values.text),
  };
}

function isText(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || Array.isArray(value);
}

/** The words of a turn may be an array of strings, or of objects with a text or a word each. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (!Array.isArray(value)) return "";
  return value.map((part) => text(part) ?? text(member(part, "text")) ?? text(member(part, "word")) ?? "").join(" ");
}
