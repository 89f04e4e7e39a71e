import { analyse, stripHonorifics, words } from "../analysis/index.ts";
import { foldCase } from "../model/index.ts";
import type { SpokenTurn } from "./spoken-turns.ts";

/** A chunk counts fully as a requested speaker's when the speaker says this many characters. */
const FULL_SHARE_CHARACTERS = 500;

export type SpeakerTest = (speaker: string | null) => boolean;

/**
 * Tests whether a speaker is in the filter or, without a filter, whether the query names the speaker's whole label, with or
 * without titles and letters around the name (`Kirsty Williams AM`). A label that is a stop word, such as `A` or `Will`,
 * never counts.
 */
export function speakerTest(query: string, filter: readonly string[] | undefined): SpeakerTest {
  const spacedQuery = spaced(query);
  const known = new Map<string, boolean>();
  return (speaker) => {
    if (speaker === null) return false;
    const remembered = known.get(speaker);
    if (remembered !== undefined) return remembered;
    const named =
      filter === undefined
        ? [speaker, stripHonorifics(speaker)].some(
            (name) => analyse(name).length > 0 && spacedQuery.includes(spaced(name)),
          )
        : filter.some((label) => sameName(speaker, label));
    known.set(speaker, named);
    return named;
  };
}

/** The share, 0 to 1, of a chunk that the requested speakers say. */
export function spokenShare(turns: readonly SpokenTurn[], isRequested: SpeakerTest): number {
  const characters = turns.reduce((sum, turn) => sum + (isRequested(turn.speaker) ? turn.text.length : 0), 0);
  return Math.min(1, characters / FULL_SHARE_CHARACTERS);
}

function sameName(left: string, right: string): boolean {
  return foldCase(left) === foldCase(right);
}

function spaced(text: string): string {
  return ` ${words(text).join(" ")} `;
}
