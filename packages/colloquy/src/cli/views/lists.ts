import { printable } from "../../model/index.ts";
import {
  type Column,
  formatClock,
  formatCount,
  formatShortMoment,
  numberColumns,
  tableLines,
  textColumns,
  truncate,
} from "../../text/index.ts";
import type { EntityRow, ListedSpeaker, ListedTranscript, ListedWorkspace } from "../library.ts";
import type { Output } from "../output.ts";

type Look = Pick<Output, "colours">;

/** The maximum width of a name, in columns. */
const WIDEST = 60;
const UNKNOWN = "-";

export function renderSpeakers(speakers: readonly ListedSpeaker[], look: Look): string {
  const rows = speakers.map(({ name, turns, talkMs, transcripts, id }) => [
    short(name),
    formatCount(turns),
    formatClock(talkMs) ?? UNKNOWN,
    formatCount(transcripts),
    id,
  ]);
  const numbers = numberColumns("turns", "talk time", "transcripts");
  return table([...textColumns("speaker"), ...numbers, ...textColumns("id")], rows, look);
}

export function renderEntities(entities: readonly EntityRow[], look: Look): string {
  const rows = entities.map(({ name, mentions, transcripts, type, id }) => [
    short(name),
    formatCount(mentions),
    formatCount(transcripts),
    type,
    id,
  ]);
  const numbers = numberColumns("mentions", "transcripts");
  return table([...textColumns("name"), ...numbers, ...textColumns("type", "id")], rows, look);
}

export function renderTranscripts(transcripts: readonly ListedTranscript[], look: Look): string {
  const rows = transcripts.map(({ file, turns, durationMs, format, source, id }) => [
    short(file),
    formatCount(turns),
    formatClock(durationMs) ?? UNKNOWN,
    format,
    short(source),
    id,
  ]);
  const numbers = numberColumns("turns", "duration");
  return table([...textColumns("file"), ...numbers, ...textColumns("format", "folder", "id")], rows, look);
}

export function renderWorkspaces(workspaces: readonly ListedWorkspace[], look: Look): string {
  const rows = workspaces.map(({ name, updatedAt, path }) => [name, formatShortMoment(updatedAt), path]);
  return table(textColumns("workspace", "updated (UTC)", "folder"), rows, look);
}

function short(name: string): string {
  return truncate(printable(name), WIDEST);
}

function table(columns: readonly Column[], rows: readonly (readonly string[])[], { colours }: Look): string {
  return `${tableLines(columns, rows, { heading: colours.dim }).join("\n")}\n`;
}
