import { clock, titleOf } from "../../text/format.ts";
import { strings } from "../../text/strings.ts";

/** Words with where they are from. */
export interface Citation {
  readonly text: string;
  readonly speaker: string | null;
  readonly file: string;
  readonly startMs: number | null;
  readonly approximate?: true | undefined;
  readonly url: string;
}

/** Words as a citation in plain text: the quote, then speaker, transcript and time, then the address. */
export function citationText({ text, speaker, file, startMs, approximate, url }: Citation): string {
  const time = startMs === null ? null : `${approximate === true ? "~" : ""}${clock(startMs)}`;
  const source = [speaker ?? strings.unknownSpeaker, titleOf(file), time].filter((part) => part !== null).join(", ");
  return `“${text.trim().replaceAll(/\s+/g, " ")}”\n— ${source}\n${url}`;
}

/** Selected words of a turn. */
export interface SelectedWords {
  readonly speaker: string | null;
  readonly text: string;
  readonly isContinued: boolean;
}

/** Selected words as plain text: names only when the words are of several turns. */
export function selectionText(parts: readonly SelectedWords[]): string {
  const turns: { readonly speaker: string | null; text: string }[] = [];
  for (const { speaker, text, isContinued } of parts) {
    const last = turns.at(-1);
    if (last !== undefined && isContinued) last.text += text;
    else turns.push({ speaker, text });
  }
  if (turns.length === 1) return turns[0]?.text ?? "";
  return turns.map(({ speaker, text }) => (speaker === null ? text.trim() : `${speaker}: ${text.trim()}`)).join("\n");
}
