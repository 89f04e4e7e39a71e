import type { RenderedTurn } from "../parser.ts";

/** A word of a recogniser's output. */
export interface SpokenWord {
  readonly text: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Punctuation, which follows the previous word without a space. */
  readonly attached?: boolean;
}

/** One turn for each run of words by the same speaker; a word without a speaker belongs to the run. */
export function groupBySpeaker(words: readonly SpokenWord[]): RenderedTurn[] {
  const turns: RenderedTurn[] = [];
  let run: SpokenWord[] = [];
  let speaker: string | null = null;
  for (const word of words) {
    if (run.length > 0 && word.speaker !== null && speaker !== null && word.speaker !== speaker) {
      turns.push(joinWords(run, speaker));
      run = [];
      speaker = null;
    }
    speaker ??= word.speaker;
    run.push(word);
  }
  if (run.length > 0) turns.push(joinWords(run, speaker));
  return turns;
}

/** Words as one turn, from the first known start to the last known end. */
function joinWords(words: readonly SpokenWord[], speaker: string | null): RenderedTurn {
  const parts = words.map(({ text, attached }, i) => (attached === true || i === 0 ? text : ` ${text}`));
  return {
    speaker,
    startMs: words.find(({ startMs }) => startMs !== null)?.startMs ?? null,
    endMs: words.findLast(({ endMs }) => endMs !== null)?.endMs ?? null,
    text: parts.join(""),
  };
}
