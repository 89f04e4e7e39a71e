import { type LabelMemory, type LineHead, readHead } from "./lines/head.ts";
import { dropBracketedWords, judgeSpeakers } from "./lines/speakers.ts";
import type { Utterance } from "./parser.ts";

/**
 * The utterances with the labels before their words (`Ann: hi`) as speakers, judged over all of them as the lines of a
 * text are. One that has a speaker stays as it is. Null where no label is taken for a speaker.
 */
export function readLabels(utterances: readonly Utterance[]): Utterance[] | null {
  const memory: LabelMemory = new Map();
  const heads = utterances.map(({ speaker, text }) => (speaker === null ? headOf(text, memory) : null));
  dropBracketedWords(heads, utterances.length);
  const isSpeaker = judgeSpeakers(heads, utterances.length);
  let found = false;
  const result = utterances.map((utterance, i) => {
    const head = heads[i] ?? null;
    if (head === null || head.label === null || !isSpeaker(head)) return utterance;
    found = true;
    return { ...utterance, speaker: head.label.speaker, text: utterance.text.slice(head.textOffset) };
  });
  return found || utterances.some(({ speaker }) => speaker !== null) ? result : null;
}

/** As `readLabels`, for a format in which speakers stand elsewhere: where it names none, and one label recurs at least. */
export function readRecurringLabels(utterances: readonly Utterance[]): readonly Utterance[] {
  if (utterances.some(({ speaker }) => speaker !== null)) return utterances;
  const labelled = readLabels(utterances);
  const speakers = (labelled ?? []).flatMap(({ speaker }) => speaker ?? []);
  return labelled !== null && new Set(speakers).size < speakers.length ? labelled : utterances;
}

/** Times are the utterance's: a stamp in its words is words. */
function headOf(text: string, memory: LabelMemory): LineHead | null {
  const head = readHead(text, 0, text.length, memory);
  return head !== null && (head.colon || head.bracketed === true) && head.stamp === null ? head : null;
}
