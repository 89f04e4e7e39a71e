import { locatorIn } from "../extraction/index.ts";
import type { Evidence } from "../model/index.ts";
import { sentencesOf } from "../retrieval/index.ts";
import type { ContextSource } from "./context.ts";
import type { WrittenCitation } from "./reply-reader.ts";

/** Words that were found in a source. */
export interface LocatedWords {
  readonly source: ContextSource;
  /** The whole sentences around the words, with their offsets. */
  readonly evidence: Evidence;
  /** The sentence before them in the same turn; empty if there is none. */
  readonly before: string;
}

/** Longer sentences are not shown in full: only the quoted words are. */
const LONGEST_SENTENCE = 400;
/** A model may leave words out, and mark that. */
const GAP = /\s*(?:\[?\.{3}\]?|…)\s*/;
/** A number that is copied along with the words. */
const NUMBER = /^\s*>?\s*\[\d{1,4}\]\s*/;

/**
 * Returns the function that finds the words of a citation in the sources: in the given source, else in the first that has
 * them. Offsets are computed, never taken from the model. Empty if no source has the words; a single word proves nothing.
 */
export function citationLocator(
  sources: readonly ContextSource[],
): (citation: WrittenCitation) => readonly LocatedWords[] {
  const locators = new Map<number, ReturnType<typeof locatorIn>>();
  const spanIn = (source: ContextSource, words: string): readonly [number, number] | null => {
    const { n, evidence } = source;
    const locator = locators.get(n) ?? locatorIn([{ speaker: evidence.speaker, text: evidence.text }], []);
    locators.set(n, locator);
    const span = locator.statement(words);
    return span === null ? null : [span.start, span.end];
  };
  return ({ source: number, words }) => {
    const given = sources.filter(({ n }) => n === number);
    const candidates = [...given, ...sources.filter(({ n }) => n !== number)];
    return words
      .replace(NUMBER, "")
      .split(GAP)
      .filter((part) => part.trim() !== "")
      .flatMap((part) => {
        for (const source of candidates) {
          const span = spanIn(source, part);
          if (span === null) continue;
          const evidence = sentencesAround(source.evidence, span);
          return [{ source, evidence, before: sentenceBefore(source.evidence, evidence) }];
        }
        return [];
      });
  };
}

/** The sentences of which the words are a part, so that a reader sees what was said; the words alone if they are too long. */
function sentencesAround(source: Evidence, [start, end]: readonly [number, number]): Evidence {
  const touched = sentencesOf(source.text).filter((each) => each.start < end && each.start + each.text.length > start);
  const [first, last] = [touched[0], touched.at(-1)];
  const from = Math.min(start, first?.start ?? start);
  const to = Math.max(end, last === undefined ? end : last.start + last.text.length);
  const [shownFrom, shownTo] = to - from <= LONGEST_SENTENCE ? [from, to] : [start, end];
  const text = source.text.slice(shownFrom, shownTo);
  return {
    ...source,
    startOffset: source.startOffset + shownFrom,
    endOffset: source.startOffset + shownTo,
    text,
  };
}

function sentenceBefore(source: Evidence, { startOffset }: Evidence): string {
  const before = source.text.slice(0, startOffset - source.startOffset);
  return sentencesOf(before).at(-1)?.text ?? "";
}
