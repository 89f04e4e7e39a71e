import type { Span, TurnView } from "../../model/index.ts";
import { foldWords, groundingIn } from "../grounding.ts";

/** Finds what a model said of a passage in the passage itself. */
export interface Locator {
  /** The words of one turn that were given as evidence; null where they do not stand there. */
  evidence(words: string): Span | null;
  /**
   * Where a name is spoken of, the best place first: the name within its evidence, or anywhere; where it does not stand
   * verbatim, those words of the evidence that the name is made of, then the whole evidence. None where neither name
   * nor evidence is there, or where the turn of the evidence has none of the name's words: then the name was not taken
   * from there. The label of its speaker counts as words of a turn only for what `mayBeSpeaker`.
   */
  name(name: string, evidence: string, mayBeSpeaker: boolean): readonly Span[];
}

const WORD = /[\p{L}\p{N}]+/gu;
/** Words that agree so far are forms of one word, as far as a look can tell: "optimise", "optimisation". */
const STEM_CHARACTERS = 5;
/** Shorter words ("of", "the", "in") say nothing. */
const SHORTEST_STEM = 3;
const UNSPACED_SCRIPT = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

export function locatorIn(view: readonly TurnView[]): Locator {
  const ground = groundingIn(view);
  const labels = new Set(view.flatMap(({ speaker }) => (speaker === null ? [] : [foldWords(speaker)])));
  const evidence = (words: string): Span | null => {
    const span = ground(words);
    if (span !== null) return span;
    const bare = withoutLabel(words, labels);
    return bare === null ? null : ground(bare);
  };
  return {
    evidence,
    name(name, words, mayBeSpeaker) {
      const proof = evidence(words);
      const inProof = proof === null ? null : within(proof, view, (text) => groundingIn(text)(name));
      const verbatim = inProof ?? ground(name);
      if (verbatim !== null) return [verbatim];
      const stems = stemsOf(name);
      if (proof === null) return [];
      const { speaker = null, text = "" } = view[proof.turn] ?? {};
      if (!hasStem(text, stems) && !(mayBeSpeaker && hasStem(speaker ?? "", stems))) return [];
      const ownWords = within(proof, view, ([turn]) => wordsOfStems(turn?.text ?? "", stems));
      return ownWords === null ? [proof] : [ownWords, proof];
    },
  };
}

/** A place that was looked for in the words of another. */
function within(
  { turn, start, end }: Span,
  view: readonly TurnView[],
  find: (view: readonly TurnView[]) => Span | null,
): Span | null {
  const found = find([{ speaker: null, text: view[turn]?.text.slice(start, end) ?? "" }]);
  return found === null ? null : { turn, start: start + found.start, end: start + found.end };
}

/** Models copy the speaker's label along with the words. */
function withoutLabel(words: string, labels: ReadonlySet<string>): string | null {
  const [, label = "", bare = ""] = /^>?\s*([^:]{1,100}):\s*(.+)$/su.exec(words.trim()) ?? [];
  return labels.has(foldWords(label)) ? bare : null;
}

/** What the words of a name begin with; in scripts without spaces each character says something. */
function stemsOf(name: string): string[] {
  return (name.match(WORD) ?? []).flatMap((word) => {
    const folded = foldWords(word);
    if (UNSPACED_SCRIPT.test(word)) return [...folded];
    return folded.length < SHORTEST_STEM ? [] : [folded.slice(0, STEM_CHARACTERS)];
  });
}

function hasStem(text: string, stems: readonly string[]): boolean {
  const folded = foldWords(text);
  return stems.some((stem) => folded.includes(stem));
}

/** From the first to the last word of a text that begins as one of the stems does. */
function wordsOfStems(text: string, stems: readonly string[]): Span | null {
  const found = [...text.matchAll(WORD)].filter(([word]) => {
    const folded = foldWords(word);
    return stems.some((stem) => folded.startsWith(stem));
  });
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { turn: 0, start: first.index, end: last.index + last[0].length };
}
