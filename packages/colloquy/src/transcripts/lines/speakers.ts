import type { LineHead } from "./head.ts";

interface SpeakerTally {
  lines: number;
  spaced: number;
}

/** Names in brackets before words are speakers if they recur and many lines of the file have one. Otherwise they are words. */
export function dropBracketedWords(heads: (LineHead | null)[], units: number): void {
  const tallies = new Map<string, number>();
  let bracketed = 0;
  for (const head of heads) {
    if (head?.bracketed !== true || head.label === null) continue;
    bracketed++;
    tallies.set(head.label.speaker, (tallies.get(head.label.speaker) ?? 0) + 1);
  }
  const recurring = [...tallies.values()].reduce((sum, lines) => sum + (lines > 1 ? lines : 0), 0);
  if (bracketed === 0 || (bracketed >= units * 0.5 && recurring >= 2)) return;
  for (const [i, head] of heads.entries()) if (head?.bracketed === true) heads[i] = withoutLabel(head);
}

function withoutLabel(head: LineHead): LineHead | null {
  if (head.stamp === null) return null;
  return { ...head, bracketed: false, label: null, textOffset: head.unlabelledOffset };
}

/** The labels that are speakers: those that look like a name if many lines of the file have labels, and those that recur. */
export function judgeSpeakers(heads: readonly (LineHead | null)[], units: number): (head: LineHead) => boolean {
  const tallies = new Map<string, SpeakerTally>();
  let candidates = 0;
  let strong = 0;
  let tight = 0;
  let fields = 0;
  for (const head of heads) {
    if (head?.label == null) continue;
    const tally = tallies.get(head.label.speaker) ?? { lines: 0, spaced: 0 };
    tally.lines++;
    if (!head.tight) tally.spaced++;
    tallies.set(head.label.speaker, tally);
    if (head.label.strength === "metadata") {
      fields++;
      continue;
    }
    candidates++;
    if (head.tight) tight++;
    if (head.label.strength === "strong") strong++;
  }
  let recurring = 0;
  for (const tally of tallies.values()) if (tally.lines > 1) recurring += tally.lines;
  const habit = strong >= (units - fields) * 0.3 || (recurring >= 2 && recurring >= units * 0.02);
  const everywhere = candidates >= units * 0.5;
  const tightHabit = tight >= 2 && tight >= candidates * 0.5;
  return (head) => {
    const label = head.label;
    if (label === null) return false;
    const tally = tallies.get(label.speaker) ?? { lines: 0, spaced: 0 };
    // `Date` is no speaker, but `Meeting Room 3` may be one.
    if (label.strength === "metadata") return tally.lines > 2 && label.speaker.includes(" ");
    if (head.tight && !tightHabit && tally.spaced === 0 && tally.lines < 2) return false;
    if (head.stamp !== null && label.strength === "strong") return head.colon || tally.lines > 1 || habit;
    if (label.strength === "strong") return habit || (tally.lines > 2 && tally.lines >= units * 0.02);
    return tally.lines > 1 && everywhere && tally.lines >= units * 0.05;
  };
}
