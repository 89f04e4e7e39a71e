import { printable } from "../../model/index.ts";
import { formatCount, formatTime } from "../format.ts";
import type { EntityRow, ListedSpeaker, ListedTranscript, ListedWorkspace } from "../library.ts";
import type { Output } from "../output.ts";
import { displayWidth, padColumns, truncate } from "../text-layout.ts";

type Look = Pick<Output, "colours">;

/** Names of entities are short; files and people may be called anything. */
const WIDEST = 60;
const UNKNOWN = "-";

export function renderSpeakers(speakers: readonly ListedSpeaker[], look: Look): string {
  const cells = speakers.map(({ name, turns, talkMs, transcripts, id }) => [
    name,
    formatCount(turns),
    formatTime(talkMs) ?? UNKNOWN,
    formatCount(transcripts),
    id,
  ]);
  return table(["speaker", "turns", "talk time", "transcripts", "id"], cells, look);
}

export function renderEntities(entities: readonly EntityRow[], look: Look): string {
  const cells = entities.map(({ name, mentions, transcripts, type, id }) => [
    name,
    formatCount(mentions),
    formatCount(transcripts),
    type,
    id,
  ]);
  return table(["name", "mentions", "transcripts", "type", "id"], cells, look);
}

export function renderTranscripts(transcripts: readonly ListedTranscript[], look: Look): string {
  const cells = transcripts.map(({ file, turns, durationMs, format, source, id }) => [
    file,
    formatCount(turns),
    formatTime(durationMs) ?? UNKNOWN,
    format,
    source,
    id,
  ]);
  return table(["file", "turns", "duration", "format", "folder", "id"], cells, look);
}

export function renderWorkspaces(workspaces: readonly ListedWorkspace[], look: Look): string {
  const cells = workspaces.map(({ name, updatedAt, path }) => [
    name,
    updatedAt.replace(/^(\S{10})T(\d\d:\d\d).*$/, "$1 $2"),
    path,
  ]);
  return table(["workspace", "updated (UTC)", "folder"], cells, look);
}

/** Columns of text to the left, of numbers and times to the right. */
function table(titles: readonly string[], rows: readonly (readonly string[])[], { colours }: Look): string {
  const cells = rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? printable(cell) : truncate(printable(cell), WIDEST))),
  );
  const widths = titles.map((title, at) => Math.max(title.length, ...cells.map((row) => displayWidth(row[at] ?? ""))));
  const isNumber = titles.map((_, at) => cells.every((row) => /^[\d,:-]+$/.test(row[at] ?? "")));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (isNumber[at] === true ? cell.padStart(widths[at] ?? 0) : padColumns(cell, widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [colours.dim(line(titles)), ...cells.map(line), ""].join("\n");
}
