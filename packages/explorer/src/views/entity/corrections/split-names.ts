import type { Entity } from "colloquy/api";

/** Names with these differences are one name for the resolution, so that they cannot be split. */
const SAME_KEY = new Set(["case", "unicode", "title", "punctuation"]);

/** What can be split off an entity: names; without any, the mentions of each transcript; or nothing. */
export type Splitting =
  | { readonly by: "name"; readonly names: Entity["aliases"] }
  | { readonly by: "transcript"; readonly transcripts: number }
  | { readonly by: "nothing" };

export function splittingOf({ aliases, files }: Pick<Entity, "aliases" | "files">): Splitting {
  const names = aliases.filter(({ reason }) => !SAME_KEY.has(reason));
  if (names.length > 0) return { by: "name", names };
  return files.mentioned > 1 ? { by: "transcript", transcripts: files.mentioned } : { by: "nothing" };
}
