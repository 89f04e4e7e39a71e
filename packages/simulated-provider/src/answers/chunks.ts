/** One chunk of a prompt: its label and its turns. */
export interface PromptChunk {
  readonly label: string;
  /** The words of each turn, without its speaker. */
  readonly turns: readonly string[];
}

const HEADING = /^=== (\S+) ===$/;
const END = "end";
const TURN = /^> (?:[^:\n]{1,60}: )?(.*)$/;

/**
 * The labelled chunks of a prompt: `=== c1 ===`, then a line `> Speaker: words` for each turn. Empty if a prompt has none.
 */
export function chunksOf(prompt: string): readonly PromptChunk[] {
  const chunks: { label: string; turns: string[] }[] = [];
  for (const line of prompt.split("\n")) {
    const label = HEADING.exec(line)?.[1];
    if (label === END) break;
    if (label !== undefined) chunks.push({ label, turns: [] });
    else chunks.at(-1)?.turns.push(...(TURN.exec(line)?.slice(1) ?? []));
  }
  return chunks;
}
