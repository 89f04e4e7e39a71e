import { ColloquyError } from "../model/index.ts";

const TRIAL_BATCHES = 20;

/**
 * Watches the first batches of a lane: when half of them fail alike, the model cannot do this job, and going
 * on would only fill the dead letters. What failed is not asked for again until it is known.
 */
export class Trial {
  readonly #outcomes = new Map<number, string | null>();
  readonly #failures = new Map<string, number>();
  readonly #decision = Promise.withResolvers<void>();
  #batches: number;

  /** @param batches how many it watches. */
  constructor(batches = TRIAL_BATCHES) {
    this.#batches = batches;
    this.#decide();
  }

  /** Resolves when the outcome of every batch of the trial is known. */
  get decided(): Promise<void> {
    return this.#decision.promise;
  }

  /** Records how a batch ended: with the reason of its failure, or null. @throws ColloquyError `provider` when half failed alike. */
  record(batch: number, reason: string | null): void {
    if (batch >= this.#batches) return;
    this.#outcomes.set(batch, reason);
    const likeness = reason === null ? null : likenessOf(reason);
    const alike = likeness === null ? 0 : (this.#failures.get(likeness) ?? 0) + 1;
    if (likeness !== null) this.#failures.set(likeness, alike);
    if (alike >= TRIAL_BATCHES / 2) throw refusal(alike, this.#outcomes.size, reason ?? "");
    this.#decide();
  }

  /** There are no more than so many batches. */
  end(batches: number): void {
    this.#batches = Math.min(this.#batches, batches);
    this.#decide();
  }

  #decide(): void {
    if (this.#outcomes.size >= this.#batches) this.#decision.resolve();
  }
}

/**
 * What sentences of one kind of failure have in common: what a model or a provider said in its own words, numbers and
 * whatever holds one (the names of requests and passages), and what stands in quotation marks may differ.
 */
export function likenessOf(sentence: string): string {
  return sentence
    .replace(/:\s.*$/su, "")
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'/gu, "#")
    .replace(/[^\s()]*\d[^\s()]*/gu, "#")
    .trim();
}

function refusal(alike: number, known: number, reason: string): ColloquyError {
  return new ColloquyError(
    "provider",
    `Stopped, because ${alike} of the first ${known} batches failed alike (${reason.replace(/\.$/, "")}). Nothing is lost: mend the cause and run the same command again.`,
  );
}
