import type { ChunkStage } from "../../../../ports/index.ts";

/** The column of a chunk with the key of its work in a stage. */
export const KEY_COLUMN: Readonly<Record<ChunkStage, string>> = { extract: "content_key", embed: "text_key" };
