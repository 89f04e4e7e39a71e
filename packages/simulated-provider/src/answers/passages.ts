/** One passage of a prompt: its label and its turns. */
export interface Passage {
  readonly label: string;
  /** The words of each turn, without its speaker. */
  readonly turns: readonly string[];
}

const HEADING = /^=== (\S+) ===$/;
const END = "end";
const TURN = /^> (?:[^:\n]{1,60}: )?(.*)$/;

/**
 * The labelled passages of a prompt: `=== c1 ===`, then a line `> Speaker: words` for each turn. Empty if a prompt has none.
 */
export function passagesOf(prompt: string): readonly Passage[] {
  const passages: { label: string; turns: string[] }[] = [];
  for (const line of prompt.split("\n")) {
    const label = HEADING.exec(line)?.[1];
    if (label === END) break;
    if (label !== undefined) passages.push({ label, turns: [] });
    else passages.at(-1)?.turns.push(...(TURN.exec(line)?.slice(1) ?? []));
  }
  return passages;
}
