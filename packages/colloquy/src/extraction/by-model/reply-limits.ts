import { LARGEST_BATCH } from "../../model/index.ts";
import { NAME_CHARACTERS } from "../limits.ts";

/**
 * How much a reply may say of one chunk; lengths in UTF-16 code units. The schema asks for it, because a small model that
 * may go on repeats itself, and every reply is held to it, whether its model knows schemas or not: what is longer, or
 * beyond so many different items of a list, is refused.
 */
export const REPLY_LIMITS = {
  /** As many as the largest batch has: the schema is the same for every call of a run. */
  chunks: LARGEST_BATCH,
  entities: 12,
  relations: 12,
  quotes: 3,
  about: 4,
  labelCharacters: 8,
  nameCharacters: NAME_CHARACTERS,
  evidenceCharacters: 400,
} as const;

/** What is looked at of a reply at all. */
export const HARD_LIMITS = {
  replyCharacters: 1_000_000,
  /** Of one entry that is no proper JSON. */
  repairedCharacters: 100_000,
  itemsOfAList: 100,
  depth: 12,
} as const;
