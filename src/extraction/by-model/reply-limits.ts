import { LARGEST_BATCH } from "../../model/index.ts";

/**
 * How much a reply may say of one chunk. The schema asks for it, because a small model that may go on repeats itself;
 * the parser holds every reply to `HARD_LIMITS`, whether its model knows schemas or not.
 */
export const REPLY_LIMITS = {
  /** As many as the largest batch has: the schema is the same for every call of a run. */
  chunks: LARGEST_BATCH,
  entities: 12,
  relations: 12,
  quotes: 3,
  about: 4,
  labelCharacters: 8,
  nameCharacters: 100,
  evidenceCharacters: 400,
} as const;

/** Beyond these an item is no extraction of a passage but a fault of the model. */
export const HARD_LIMITS = {
  replyCharacters: 1_000_000,
  /** Of one entry that is no proper JSON. */
  repairedCharacters: 100_000,
  itemsOfAList: 100,
  depth: 12,
  nameCharacters: 200,
  evidenceCharacters: 4_000,
} as const;
