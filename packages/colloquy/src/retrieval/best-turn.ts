import { analyse } from "../analysis/index.ts";
import type { SpeakerTest } from "./named-speakers.ts";
import type { SpokenTurn } from "./spoken-turns.ts";
import { type Rarity, totalRarity } from "./rarity.ts";

/**
 * The best turn of a chunk: the turn with the rarest words of the query, preferably of a requested speaker. Null when
 * no turn has a word of the query.
 */
export function bestTurn(turns: readonly SpokenTurn[], rarity: Rarity, isRequested: SpeakerTest): SpokenTurn | null {
  let best: SpokenTurn | null = null;
  let bestScore = 0;
  for (const turn of turns) {
    const matched = matchedRarity(turn.text, rarity);
    const score = matched > 0 && isRequested(turn.speaker) ? matched + REQUESTED_BONUS : matched;
    if (score > bestScore) {
      best = turn;
      bestScore = score;
    }
  }
  return best;
}

/** A bonus that is larger than the rarity of all terms of a query. */
const REQUESTED_BONUS = 1e6;

/** The summed rarity of the different query terms in a text. */
export function matchedRarity(text: string, rarity: Rarity): number {
  return totalRarity(new Set(analyse(text)), rarity);
}
