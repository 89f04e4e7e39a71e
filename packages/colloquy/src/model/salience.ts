import type { EntityRow } from "./rows.ts";

/**
 * How much a name says about a text: often mentioned, of some length, and spread over the parts of the text
 * (`mentions` * log2(1 + words) * log(1 + `places`)). `places` are chunks within a conversation, conversations
 * within a workspace.
 */
export function salience(name: string, mentions: number, places: number): number {
  const words = name.trim().split(/\s+/).length;
  return mentions * Math.log2(1 + words) * Math.log(1 + places);
}

/** The salience of an entity within its workspace. */
export function entitySalience({
  name,
  mentions,
  transcripts,
}: Pick<EntityRow, "name" | "mentions" | "transcripts">): number {
  return salience(name, mentions, transcripts);
}
