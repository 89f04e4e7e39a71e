import { LARGEST_BATCH } from "../../model/index.ts";
import { ANTECEDENTS_OF_A_RELATION, NAME_CHARACTERS } from "../limits.ts";

/**
 * The limits of an entry; lengths in UTF-16 code units. They are in the schema, because a small model without limits repeats
 * itself. They apply to every reply, even without a schema: longer texts, and further items of a list, are refused.
 */
export const REPLY_LIMITS = {
  /** The size of the largest batch, because the schema is the same for every call of a run. */
  chunks: LARGEST_BATCH,
  entities: 12,
  relations: 12,
  quotes: 3,
  about: 4,
  antecedents: ANTECEDENTS_OF_A_RELATION,
  labelCharacters: 8,
  nameCharacters: NAME_CHARACTERS,
  evidenceCharacters: 400,
} as const;

/** How much of a reply is read. */
export const HARD_LIMITS = {
  replyCharacters: 1_000_000,
  /** Of one entry that is not valid JSON. */
  repairedCharacters: 100_000,
  itemsOfAList: 100,
  depth: 12,
} as const;
