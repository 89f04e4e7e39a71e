import type { Transcript, Turn } from "../model/index.ts";
import { escapingOf, findEscapes, unescape } from "./escapes/find-escapes.ts";
import { type SpannedText, unescapeSpans } from "./escapes/unescape-spans.ts";
import { findTimeMarks } from "./lines/time-marks.ts";
import type { Parsed, TurnSpan, RenderedTurn } from "./parser.ts";
import { cleanSpeaker } from "./speaker.ts";
import { readRecurringLabels } from "./spoken-labels.ts";
import { foldSpaces, hasWords } from "./words.ts";

/**
 * The transcript of a parser's result. Escapes are replaced by their characters, labels within turns become speakers, a
 * text without a speaker and without words is no turn, and impossible times become null.
 */
export function toTranscript(text: string, parsed: Parsed): Transcript {
  if (parsed.kind === "rendered") return renderTurns(parsed.format, readRecurringLabels(unescapeTurns(parsed.turns)));
  const escapes = findEscapes(text, escapingOf(text, parsed.isMarkdown));
  return spansToTranscript(parsed.format, unescapeSpans({ text, ...parsed }, escapes));
}

function unescapeTurns(turns: readonly RenderedTurn[]): readonly RenderedTurn[] {
  if (!turns.some(({ speaker, text }) => MAY_ESCAPE.test(text) || MAY_ESCAPE.test(speaker ?? ""))) return turns;
  const escaping = escapingOf(turns.map(({ speaker, text }) => `${speaker ?? ""}\n${text}`).join("\n"), false);
  const read = (text: string): string => unescape(text, findEscapes(text, escaping));
  return turns.map((each) => ({
    ...each,
    speaker: each.speaker === null ? null : read(each.speaker),
    text: read(each.text),
  }));
}

const MAY_ESCAPE = /[&\\]/;

/** "..." of a named speaker is a turn. A line of dashes is no turn. */
function isSaid(text: string, speaker: string | null): boolean {
  return speaker === null ? hasWords(text) : text.trim() !== "";
}

function spansToTranscript(format: string, { text, spans, marks }: SpannedText): Transcript {
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
  return { format, text, turns, ...(marks.length === 0 ? {} : { marks }) };
}

function renderTurns(format: string, turns: readonly RenderedTurn[]): Transcript {
  const spans: TurnSpan[] = [];
  const lines: string[] = [];
  let offset = 0;
  for (const { text, ...turn } of turns) {
    const words = foldSpaces(text);
    if (!isSaid(words, turn.speaker)) continue;
    const speaker = turn.speaker === null ? null : cleanSpeaker(turn.speaker);
    const label = speaker === null ? "" : `${speaker}: `;
    const startOffset = offset + label.length;
    const endOffset = startOffset + words.length;
    spans.push({ ...turn, speaker, unitOffset: offset, startOffset, endOffset });
    lines.push(label + words);
    offset = endOffset + 1;
  }
  const text = lines.join("\n");
  return spansToTranscript(format, { text, spans, marks: findTimeMarks(text, spans, "days") });
}

/** An impossible time is unknown: a negative one, or an end before its start. */
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
