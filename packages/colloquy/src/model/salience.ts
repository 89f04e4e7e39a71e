import type { EntityRow } from "./rows.ts";

/**
 * How characteristic a name is for a text: `mentions` * log2(1 + words of the name) * log(1 + `parts`). `parts` is the
 * number of parts that mention it: chunks of a conversation, or conversations of a workspace.
 */
export function salience(name: string, mentions: number, parts: number): number {
  const words = name.trim().split(/\s+/).length;
  return mentions * Math.log2(1 + words) * Math.log(1 + parts);
}

/** The salience of an entity within its workspace. */
export function entitySalience({
  name,
  mentions,
  transcripts,
}: Pick<EntityRow, "name" | "mentions" | "transcripts">): number {
  return salience(name, mentions, transcripts);
}
