import { analyse } from "../analysis/index.ts";
import type { SpeakerTest } from "./named-speakers.ts";
import type { SpokenTurn } from "./spoken-turns.ts";
import type { Rarity } from "./rarity.ts";

/**
 * The turn of a chunk that a reader should be led to: the one with the most telling words of the query,
 * of the speakers who are asked for if they say any. Null where no turn has one.
 */
export function bestTurn(turns: readonly SpokenTurn[], rarity: Rarity, isAsked: SpeakerTest): SpokenTurn | null {
  let best: SpokenTurn | null = null;
  let bestScore = 0;
  for (const turn of turns) {
    const matched = matchedRarity(turn.text, rarity);
    const score = matched > 0 && isAsked(turn.speaker) ? matched + ASKED_FIRST : matched;
    if (score > bestScore) {
      best = turn;
      bestScore = score;
    }
  }
  return best;
}

/** More than all terms of a query together can weigh. */
const ASKED_FIRST = 1e6;

/** The summed rarity of the different terms of the query that a text holds. */
export function matchedRarity(text: string, rarity: Rarity): number {
  let sum = 0;
  for (const term of new Set(analyse(text))) sum += rarity(term);
  return sum;
}
