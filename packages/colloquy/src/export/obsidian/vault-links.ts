import { basename } from "node:path";
import type { Evidence } from "../../model/index.ts";
import { formatClock } from "../../text/index.ts";
import { escapeMarkdown, link } from "./markdown.ts";
import { safeName } from "./note-names.ts";

type Place = Pick<Evidence, "file" | "chunk" | "startOffset" | "startMs" | "approximate">;

/**
 * Where everything is in a vault: the notes of entities and transcripts, and the blocks of turns. It holds names and numbers
 * of all turns, and no text.
 */
export class VaultLinks {
  /** Paths without extension, by the ids of entities and transcripts. */
  readonly #paths: ReadonlyMap<string, string>;
  readonly #chunks = new Map<string, { readonly transcript: string; readonly starts: Uint32Array }>();
  readonly #speakers = new Map<string, string>();

  constructor(paths: ReadonlyMap<string, string>) {
    this.#paths = paths;
  }

  /** The path of the note of an entity or a transcript, without extension. @throws Error for an unknown id. */
  path(id: string): string {
    const path = this.#paths.get(id);
    if (path === undefined) throw new Error(`The vault has no note for ${id}.`);
    return path;
  }

  /** The name of the note of an entity or a transcript. */
  noteName(id: string): string {
    return basename(this.path(id));
  }

  /** The turns of a chunk, by their start offsets, ascending. */
  addTurns(transcript: string, chunk: string, starts: readonly number[]): void {
    this.#chunks.set(chunk, { transcript, starts: Uint32Array.from(starts) });
  }

  addSpeaker(file: string, label: string, person: string): void {
    this.#speakers.set(`${file}\n${label}`, person);
  }

  /** A link to the note of an entity, or its name if it has none. A qualified name is shown with its qualifier. */
  entity({ id, name }: { readonly id: string | null; readonly name: string }): string {
    const path = id === null ? undefined : this.#paths.get(id);
    if (path === undefined) return escapeMarkdown(name);
    return link(path, { text: basename(path) === safeName(name) ? name : basename(path) });
  }

  /** A link to a transcript. */
  transcript(id: string): string {
    return link(this.path(id), { text: this.noteName(id) });
  }

  /** The speaker of words under the label of the transcript, linked to the person. Null without a label. */
  speaker({ file, speaker }: Pick<Evidence, "file" | "speaker">): string | null {
    if (speaker === null || escapeMarkdown(speaker) === "") return null;
    const path = this.#paths.get(this.#speakers.get(`${file}\n${speaker}`) ?? "");
    return path === undefined ? escapeMarkdown(speaker) : link(path, { text: speaker });
  }

  /** A link to the turn that holds words. `text`: default is the transcript and the time. */
  turn(place: Place, text?: string): string {
    const chunk = this.#chunks.get(place.chunk);
    const path = chunk === undefined ? undefined : this.#paths.get(chunk.transcript);
    if (chunk === undefined || path === undefined) return escapeMarkdown(text ?? place.file);
    const start = chunk.starts.findLast((each) => each <= place.startOffset) ?? chunk.starts[0] ?? 0;
    const shown = [basename(path), clockText(place)].filter((part) => part !== "").join(", ");
    return link(path, { to: `^${blockId(start)}`, text: text ?? shown });
  }
}

/** The id of the block of a turn, by its start offset in the canonical text. */
export function blockId(startOffset: number): string {
  return `w${startOffset}`;
}

/** `00:12:03` or `about 00:12:03`; empty if unknown. */
export function clockText({ startMs, approximate }: Pick<Evidence, "startMs" | "approximate">): string {
  const clock = formatClock(startMs) ?? "";
  return clock !== "" && approximate === true ? `about ${clock}` : clock;
}
