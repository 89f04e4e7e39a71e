/** The measures of a column of turns, in pixels. */
export interface Measures {
  /** The width of the words of a turn. */
  readonly width: number;
  /** The mean width of a character. */
  readonly character: number;
  readonly line: number;
  /** What a turn adds to its lines: the space between turns. */
  readonly turn: number;
  /** What the line of a name adds, if names stand above the words. */
  readonly name: number;
}

/** Characters that a line holds less than its width, because lines break at words. */
const LOST_AT_BREAK = 3;

/** The height of a chunk whose words are not there yet, from the mean length of the turns of its transcript. */
export function estimateHeight(characters: number, meanTurn: number, measures: Measures): number {
  const { width, character, line, turn, name } = measures;
  const perLine = Math.max(8, width / character - LOST_AT_BREAK);
  const turns = Math.max(1, characters / Math.max(1, meanTurn));
  const length = characters / turns;
  // The last line of a turn is half full in the mean.
  const lines = length < perLine ? 1 : length / perLine + 0.5;
  return Math.round(turns * (lines * line + turn + name));
}
