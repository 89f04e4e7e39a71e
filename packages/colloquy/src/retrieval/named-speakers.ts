import { analyse, words } from "../analysis/index.ts";
import { foldCase } from "../model/index.ts";
import type { SpokenTurn } from "./spoken-turns.ts";

/** So much said by a speaker who is asked for makes a chunk fully that speaker's. */
const FULL_SHARE_CHARACTERS = 500;

export type SpeakerTest = (speaker: string | null) => boolean;

/** Whether a speaker is one of those that are filtered by, or is named in the query with the whole label (unless that is a word such as `A` or `Will`). */
export function speakerTest(query: string, filter: readonly string[] | undefined): SpeakerTest {
  const asked = spaced(query);
  const known = new Map<string, boolean>();
  return (speaker) => {
    if (speaker === null) return false;
    const answer = known.get(speaker);
    if (answer !== undefined) return answer;
    const named =
      filter === undefined
        ? analyse(speaker).length > 0 && asked.includes(spaced(speaker))
        : filter.some((label) => sameName(speaker, label));
    known.set(speaker, named);
    return named;
  };
}

/** 0 to 1: how much of a chunk the speakers who are asked for say. */
export function spokenShare(turns: readonly SpokenTurn[], isAsked: SpeakerTest): number {
  const characters = turns.reduce((sum, turn) => sum + (isAsked(turn.speaker) ? turn.text.length : 0), 0);
  return Math.min(1, characters / FULL_SHARE_CHARACTERS);
}

function sameName(left: string, right: string): boolean {
  return foldCase(left) === foldCase(right);
}

function spaced(text: string): string {
  return ` ${words(text).join(" ")} `;
}
