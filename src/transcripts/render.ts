import type { Transcript, Turn } from "../model/index.ts";
import type { Parsed, TurnSpan, Utterance } from "./parser.ts";
import { cleanSpeaker } from "./speaker.ts";
import { foldSpaces, hasWords } from "./words.ts";

/** The transcript of what a parser found: what nobody is named to have said and holds no words is no turn, impossible times become null. */
export function toTranscript(text: string, parsed: Parsed): Transcript {
  return parsed.kind === "spans"
    ? spansToTranscript(text, parsed.format, parsed.spans)
    : renderUtterances(parsed.format, parsed.utterances);
}

/** A named speaker's "..." is a turn; a line of dashes is none. */
function isSaid(text: string, speaker: string | null): boolean {
  return speaker === null ? hasWords(text) : text.trim() !== "";
}

function spansToTranscript(text: string, format: string, spans: readonly TurnSpan[]): Transcript {
  const turns: Turn[] = [];
  for (const span of spans) {
    if (!isSaid(text.slice(span.startOffset, span.endOffset), span.speaker)) continue;
    turns.push({
      index: turns.length,
      speaker: span.speaker,
      ...plausibleTimes(span.startMs, span.endMs),
      unitOffset: span.unitOffset,
      startOffset: span.startOffset,
      endOffset: span.endOffset,
    });
  }
  return { format, text, turns };
}

function renderUtterances(format: string, utterances: readonly Utterance[]): Transcript {
  const turns: Turn[] = [];
  const lines: string[] = [];
  let offset = 0;
  for (const utterance of utterances) {
    const words = foldSpaces(utterance.text);
    if (!isSaid(words, utterance.speaker)) continue;
    const speaker = utterance.speaker === null ? null : cleanSpeaker(utterance.speaker);
    const label = speaker === null ? "" : `${speaker}: `;
    const startOffset = offset + label.length;
    const endOffset = startOffset + words.length;
    turns.push({
      index: turns.length,
      speaker,
      ...plausibleTimes(utterance.startMs, utterance.endMs),
      unitOffset: offset,
      startOffset,
      endOffset,
    });
    lines.push(label + words);
    offset = endOffset + 1;
  }
  return { format, text: lines.join("\n"), turns };
}

/** A time that cannot be is unknown: negative, or an end before its start. */
function plausibleTimes(start: number | null, end: number | null): Pick<Turn, "startMs" | "endMs"> {
  const startMs = possible(start);
  const endMs = possible(end);
  return { startMs, endMs: startMs !== null && endMs !== null && endMs < startMs ? null : endMs };
}

function possible(time: number | null): number | null {
  if (time === null || !Number.isFinite(time) || time < 0) return null;
  const rounded = Math.round(time);
  return Number.isSafeInteger(rounded) ? rounded : null;
}
