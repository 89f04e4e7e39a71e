import { type LabelMemory, type LineHead, readLineHead } from "./lines/head.ts";
import { dropBracketedWords, judgeSpeakers } from "./lines/speakers.ts";
import type { RenderedTurn } from "./parser.ts";

/**
 * The turns with the labels before their words (`Ann: hi`) as speakers. Labels are judged over all turns, as the
 * lines of a text are. A turn that has a speaker stays as it is. Null if no label is taken for a speaker.
 */
export function readLabels(turns: readonly RenderedTurn[]): RenderedTurn[] | null {
  const labelled = takeLabels(turns);
  return labelled.some(({ speaker }) => speaker !== null) ? labelled : null;
}

/**
 * As `readLabels`, for a format that has a field for speakers. Labels are read only if the field is empty everywhere, a label
 * recurs, and either there are two different labels or half of the turns have one. A phrase that one speaker repeats
 * (`Bitcoin: ...`) meets neither condition.
 */
export function readRecurringLabels(turns: readonly RenderedTurn[]): readonly RenderedTurn[] {
  if (turns.some(({ speaker }) => speaker !== null)) return turns;
  const labelled = takeLabels(turns);
  const speakers = labelled.flatMap(({ speaker }) => speaker ?? []);
  const different = new Set(speakers).size;
  const isConversation = different > 1 || speakers.length * 2 >= turns.length;
  return different < speakers.length && isConversation ? labelled : turns;
}

function takeLabels(turns: readonly RenderedTurn[]): RenderedTurn[] {
  const memory: LabelMemory = new Map();
  const heads = turns.map(({ speaker, text }) => (speaker === null ? headOf(text, memory) : null));
  dropBracketedWords(heads, turns.length);
  const isSpeaker = judgeSpeakers(heads, turns.length);
  return turns.map((turn, i) => {
    const head = heads[i] ?? null;
    if (head === null || head.label === null || !isSpeaker(head)) return turn;
    return { ...turn, speaker: head.label.speaker, text: turn.text.slice(head.textOffset) };
  });
}

/** A turn keeps its times. A stamp in its words belongs to the words. */
function headOf(text: string, memory: LabelMemory): LineHead | null {
  const head = readLineHead(text, 0, text.length, memory);
  return head !== null && (head.colon || head.bracketed === true) && head.stamp === null ? head : null;
}
