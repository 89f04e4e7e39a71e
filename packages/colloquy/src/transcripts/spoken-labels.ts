import { type LabelMemory, type LineHead, readHead } from "./lines/head.ts";
import { dropBracketedWords, judgeSpeakers } from "./lines/speakers.ts";
import type { Utterance } from "./parser.ts";

/**
 * The utterances with the labels before their words (`Ann: hi`) as speakers. Labels are judged over all utterances, as the
 * lines of a text are. An utterance that has a speaker stays as it is. Null if no label is taken for a speaker.
 */
export function readLabels(utterances: readonly Utterance[]): Utterance[] | null {
  const labelled = takeLabels(utterances);
  return labelled.some(({ speaker }) => speaker !== null) ? labelled : null;
}

/**
 * As `readLabels`, for a format that has a field for speakers. Labels are read only if the field is empty everywhere, a label
 * recurs, and either there are two different labels or half of the utterances have one. A phrase that one speaker repeats
 * (`Bitcoin: ...`) meets neither condition.
 */
export function readRecurringLabels(utterances: readonly Utterance[]): readonly Utterance[] {
  if (utterances.some(({ speaker }) => speaker !== null)) return utterances;
  const labelled = takeLabels(utterances);
  const speakers = labelled.flatMap(({ speaker }) => speaker ?? []);
  const different = new Set(speakers).size;
  const isConversation = different > 1 || speakers.length * 2 >= utterances.length;
  return different < speakers.length && isConversation ? labelled : utterances;
}

function takeLabels(utterances: readonly Utterance[]): Utterance[] {
  const memory: LabelMemory = new Map();
  const heads = utterances.map(({ speaker, text }) => (speaker === null ? headOf(text, memory) : null));
  dropBracketedWords(heads, utterances.length);
  const isSpeaker = judgeSpeakers(heads, utterances.length);
  return utterances.map((utterance, i) => {
    const head = heads[i] ?? null;
    if (head === null || head.label === null || !isSpeaker(head)) return utterance;
    return { ...utterance, speaker: head.label.speaker, text: utterance.text.slice(head.textOffset) };
  });
}

/** An utterance keeps its times. A stamp in its words belongs to the words. */
function headOf(text: string, memory: LabelMemory): LineHead | null {
  const head = readHead(text, 0, text.length, memory);
  return head !== null && (head.colon || head.bracketed === true) && head.stamp === null ? head : null;
}
