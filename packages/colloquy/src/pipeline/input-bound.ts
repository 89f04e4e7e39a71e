import type { CallCost, Usage } from "../ports/index.ts";

/** Prompts are estimated by their characters; until replies have told, they may be that much longer. */
const USUAL_EXCESS = 1.25;
/** What surrounds a prompt is a large part of a smaller one. */
const TELLING_TOKENS = 200;

/** The most tokens that a prompt may have, of which nobody told how many it had. */
export class InputBound {
  #excess = USUAL_EXCESS;

  /** What a reply says that its prompt had. */
  learn({ inputTokens }: CallCost, usage: Usage): void {
    if (inputTokens >= TELLING_TOKENS) this.#excess = Math.max(this.#excess, usage.inputTokens / inputTokens);
  }

  mostOf({ inputTokens }: CallCost): number {
    return Math.ceil(inputTokens * this.#excess);
  }
}
